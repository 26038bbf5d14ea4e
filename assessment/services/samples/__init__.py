"""The sample clients as files, and how they are read; everything in them is invented."""
