"""The plan of a client: ranked items with their reasons, waves, and what becomes of the index."""
