"""Two to six clients side by side."""
