"""The window: Qt lives only here and in ``app.py``; no rule of the work does."""
