"""Ticket exports: brought in, settled, counted."""
