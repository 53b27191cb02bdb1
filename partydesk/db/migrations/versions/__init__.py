"""One script per schema."""
