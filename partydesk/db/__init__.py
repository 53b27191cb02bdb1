"""Storage: one SQLite file, its tables, its journal and its search index."""
