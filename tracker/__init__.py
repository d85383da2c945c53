"""The project: settings, addresses, and the PostgreSQL that comes along."""
