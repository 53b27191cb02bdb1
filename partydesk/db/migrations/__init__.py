"""Steps from one schema to the next; scripts never import the models."""
