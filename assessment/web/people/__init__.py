"""The people of a workspace, seen by its owners."""
