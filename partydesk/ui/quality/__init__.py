"""数据质量: what is missing or does not go together, one step from mending it."""
