"""自检: the tab of 系统 that looks at the workspace and says what helps."""
