"""工作台: the year at a glance."""
