"""Tests: one folder per layer, and journeys through the whole program."""
