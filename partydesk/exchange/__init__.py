"""Files in and out that are not printed: workbooks, CSV, cadre forms."""
