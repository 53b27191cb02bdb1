"""救援: what is wrong with a workspace, and the ways out."""
