"""The file formats: safe reading with positions, checking, and writing back."""
