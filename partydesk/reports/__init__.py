"""Everything on paper, as PDF: layouts, fields, renderer, charts and sheets."""
