"""The pages of the CSIP register."""
