"""The nouns of dictation: standard library and numpy only, no threads, no devices, no models."""
