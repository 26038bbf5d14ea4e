"""The rules of the method, without web, database, clock or files."""
