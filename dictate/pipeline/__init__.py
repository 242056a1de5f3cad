"""The threads between microphone and text: plain threading and queue, no Qt, no torch."""
