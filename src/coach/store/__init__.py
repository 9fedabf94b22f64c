"""Second floor: PostgreSQL through SQLAlchemy Core. Rows in, domain objects out."""
