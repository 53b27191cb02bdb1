"""任职提醒 and 回避: how warnings are shown, decided about, and where ties are noted."""
