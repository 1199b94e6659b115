"""KEEP: captures -> reports -> a SQLite archive that can be thrown away and built again."""
