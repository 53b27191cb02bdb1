"""What stands behind dev.py: plain standard library, needed before anything is installed."""
