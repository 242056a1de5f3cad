"""Dictate: live dictation with Whisper and Distil-Whisper."""

__version__ = "0.1.0"
