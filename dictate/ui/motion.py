"""Whether things may glide, flash and fade: as the user set it, or as the system has it. Runs on the Qt main thread."""

from PySide6.QtWidgets import QApplication, QStyle

_PROPERTY = "dictateMotion"


def choose(setting: str) -> None:
    """Take ``window.motion`` over: ``system``, ``reduced`` or ``full``."""
    application = QApplication.instance()
    if application is not None:
        application.setProperty(_PROPERTY, setting)


def wanted() -> bool:
    """False where the user, or the system, wants reduced motion."""
    application = QApplication.instance()
    setting = application.property(_PROPERTY) if application is not None else None
    if setting in ("reduced", "full"):
        return bool(setting == "full")
    return QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
