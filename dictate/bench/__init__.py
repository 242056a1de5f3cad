"""Measurements: speed and memory, side by side."""
