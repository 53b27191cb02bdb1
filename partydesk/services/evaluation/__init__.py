"""年末考核: what the office does about it, one function an act."""
