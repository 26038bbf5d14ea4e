"""Gradino: how mature a service operation is, what to do next, and whether it worked."""

__version__ = "0.1.0"
