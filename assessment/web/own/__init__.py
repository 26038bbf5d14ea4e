"""Own metrics and own practices of a client, or of every client of the workspace."""
