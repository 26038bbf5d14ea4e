"""Use cases: what people do with the tool, one module per feature."""
