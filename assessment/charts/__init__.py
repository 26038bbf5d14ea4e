"""Charts: one definition each, from plain data to a drawing, a figure, a table and a sentence."""
