"""双向选择: posts, wishes and the matching board of a year's round."""
