"""驻企工作: what the office does with the work on post through the year."""
