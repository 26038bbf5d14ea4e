"""Evidence: the files that were attached, and the list of what still has to be collected."""
