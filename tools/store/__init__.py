"""The back office and the record of every interaction: SQLAlchemy Core, one file per noun."""
