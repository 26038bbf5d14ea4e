"""The pages of the action register."""
