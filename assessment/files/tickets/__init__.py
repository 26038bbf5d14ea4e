"""Ticket exports: where their bytes come from, what their columns mean, and the tickets in them."""
