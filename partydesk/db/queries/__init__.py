"""Reading: functions that return frozen rows, one module per subject."""
