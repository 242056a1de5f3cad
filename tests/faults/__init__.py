"""Faults made on purpose, for real: nothing that was said may be lost unseen."""
