"""The services, parties and contracts of a client."""
