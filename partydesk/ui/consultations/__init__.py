"""沟通记录: whom the office asked about a post, beside the pair it concerns and in a dialog."""
