"""The editor of layouts: a page in millimetres, its elements, and what can be set of them."""
