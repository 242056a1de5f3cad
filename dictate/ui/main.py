"""Runs the window: ``run_window`` is what the ``dictate window`` command calls. Qt main thread."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from dictate.core.settings import Settings
from dictate.ui.interrupts import closing_on_interrupt
from dictate.ui.main_window import MainWindow
from dictate.ui.options import Connect, WindowOptions


def create_application() -> QApplication:
    """The one QApplication of the process, with our names."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(["dictate"])
    application.setApplicationName("dictate")
    application.setDesktopFileName("dictate")
    return application


def run_window(options: WindowOptions, connect: Connect, save_settings: Callable[[Settings], None]) -> int:
    """Show the window, then build what is behind it (``connect``), and run until it is closed; returns the exit code.

    ``connect`` gets the listener that takes the workers' events; the caller closes what it built, after this returns.
    ``save_settings`` may raise ``DictateError``, which is shown.
    """
    application = create_application()
    window = MainWindow(application, options, save_settings)
    window.show()
    QTimer.singleShot(0, window, lambda: window.attach(connect))
    with closing_on_interrupt(window):
        return application.exec()
