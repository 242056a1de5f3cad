"""Whether things may glide, flash and fade: as the user set it, or as the system has it. Qt main thread."""

from PySide6.QtWidgets import QApplication, QStyle


def reduced(setting: str) -> bool:
    """What ``window.motion`` means; ``system`` asks the platform's theme whether widgets are animated at all."""
    if setting != "system":
        return setting == "reduced"
    return not QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)
