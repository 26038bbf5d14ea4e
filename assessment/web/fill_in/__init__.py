"""The page of somebody without an account who was asked for the figures of a month."""
