"""Reading the database into frozen rows."""
