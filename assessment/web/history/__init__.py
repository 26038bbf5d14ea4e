"""What happened: the audit trail of a client and of the workspace."""
