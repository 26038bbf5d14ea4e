"""One client as a signed file: taken along here, brought in elsewhere."""
