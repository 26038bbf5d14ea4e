"""The metrics of a client: what is collected, its targets, and many readings at once."""
