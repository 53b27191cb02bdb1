"""工作区: beginning one, and the page 系统."""
