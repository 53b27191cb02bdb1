"""企业库 on screen: what differs from the other pool."""
