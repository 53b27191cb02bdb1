"""驻企工作: the pages of the work on post."""
