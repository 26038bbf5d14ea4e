"""The pages of clients: the portfolio, one client at a glance, adding and changing one."""
