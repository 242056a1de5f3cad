"""Whether the user wants to see movement. Runs on the Qt main thread."""

from PySide6.QtWidgets import QApplication, QStyle


def wanted() -> bool:
    """False where the system was asked for reduced motion."""
    return QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
