"""Runs the window: ``run_window`` is what the ``dictate window`` command calls. Qt main thread."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from dictate.core.settings import Settings
from dictate.ui.interrupts import closing_on_interrupt
from dictate.ui.main_window import MainWindow
from dictate.ui.options import Connect, WindowOptions
from dictate.ui.translating import install_language


class Preparation(QObject):
    """Runs a function on a thread of its own.

    Signals:
        done(): it has returned, or raised; what it could not do, ``connect`` will run into and report.
    """

    done = Signal()

    def __init__(self, prepare: Callable[[], object] | None) -> None:
        super().__init__()
        self._prepare = prepare
        self._thread = threading.Thread(target=self._run, name="dictate-prepare", daemon=True)

    def start(self) -> None:
        """Begin; without anything to do, it is done at once."""
        if self._prepare is None:
            self.done.emit()
        else:
            self._thread.start()

    def wait(self) -> None:
        """Until it has returned."""
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        try:
            if self._prepare is not None:
                self._prepare()
        finally:
            self.done.emit()


def create_application() -> QApplication:
    """The one QApplication of the process, with our names."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(["dictate"])
    application.setApplicationName("dictate")
    application.setDesktopFileName("dictate")
    return application


def starts_hidden(options: WindowOptions) -> bool:
    """Whether only the tray icon shows at first; never where there is no tray to come back from."""
    window = options.settings.window
    return window.tray and window.start_hidden and QSystemTrayIcon.isSystemTrayAvailable()


def run_window(
    options: WindowOptions,
    connect: Connect,
    save_settings: Callable[[Settings], None],
    prepare: Callable[[], object] | None = None,
) -> int:
    """Show the window, then build what is behind it (``connect``), and run until it is closed; returns the exit code.

    ``prepare`` runs on another thread between the two: imports that would hold up the window.
    ``connect`` gets the listener that takes the workers' events; the caller closes what it built, after this returns.
    ``save_settings`` may raise ``DictateError``, which is shown.
    """
    application = create_application()
    install_language(application, options.resources / "translations", options.settings.window.language)
    window = MainWindow(application, options, save_settings)
    preparation = Preparation(prepare)
    preparation.done.connect(lambda: window.attach(connect), Qt.ConnectionType.QueuedConnection)
    if starts_hidden(options):
        QApplication.setQuitOnLastWindowClosed(False)
        QTimer.singleShot(0, preparation.start)
    else:
        window.painted.connect(preparation.start)
        window.show()
    with closing_on_interrupt(window.quit):
        code = application.exec()
    preparation.wait()
    return code
