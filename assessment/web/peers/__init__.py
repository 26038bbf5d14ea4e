"""One client beside its unnamed peers."""
