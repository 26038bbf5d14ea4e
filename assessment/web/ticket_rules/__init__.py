"""What counts for tickets: working hours, desk groups, routes, targets."""
