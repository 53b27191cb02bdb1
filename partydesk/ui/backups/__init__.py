"""备份: the tab, its dialogs, the line on the workbench, and what is done without being asked."""
