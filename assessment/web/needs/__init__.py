"""The pages with everything that waits for a person."""
