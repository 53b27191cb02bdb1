"""Small parts of the screen that know nothing about subjects."""
