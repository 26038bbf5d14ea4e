"""Results of agreements: a client in a month, one agreement over time, charges, reports."""
