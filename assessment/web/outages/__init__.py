"""When services were not there."""
