"""What somebody without an account opens by a link: the minutes of one review, or a calendar."""
