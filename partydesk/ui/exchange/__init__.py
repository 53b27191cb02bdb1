"""Importing and exporting sheets in the window."""
