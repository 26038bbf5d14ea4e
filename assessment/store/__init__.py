"""Where everything is kept: tables, queries and migrations, the same on SQLite and PostgreSQL."""
