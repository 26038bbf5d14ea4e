"""Service level agreements: the register, one agreement, its points and targets, its signatures."""
