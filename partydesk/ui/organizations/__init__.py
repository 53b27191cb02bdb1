"""党组织 on screen: the register, what befalls an organization, and how far units are covered."""
