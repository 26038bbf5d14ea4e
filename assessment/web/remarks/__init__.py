"""Comments and files on items of any register."""
