"""文书与打印: numbers, layouts, fonts, printers and what makes a letter genuine."""
