"""Whisper: devices, model files, the recognisers."""
