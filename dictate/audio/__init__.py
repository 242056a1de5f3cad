"""Sound in and out: sounddevice, soxr, soundfile, webrtcvad, Silero."""
