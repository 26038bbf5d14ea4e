"""The goals of a client: what its services are for, and whether they get there."""
