"""签约仪式: the dialog in which a ceremony is prepared and its papers are printed."""
