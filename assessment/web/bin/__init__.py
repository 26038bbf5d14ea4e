"""The bin of deleted clients."""
