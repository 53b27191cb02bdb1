"""What the two pools share on screen: list, filters, record, drafts and acts."""
