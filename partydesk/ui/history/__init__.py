"""操作历史: what was done, what it touched, and the way back."""
