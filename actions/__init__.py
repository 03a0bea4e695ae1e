"""Custom actions, one per file. They change the database and say nothing: what is said stands in content/."""
