"""Holds the settings and writes them a moment after the last change. Runs on the Qt main thread."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from dictate.core.errors import DictateError
from dictate.core.settings import Settings

PAUSE_MS = 500


class SettingsKeeper(QObject):
    """The one owner of the settings while the window is open.

    Signals:
        changed(section): a value in ``section`` is another one.
        failed(error): they could not be written; they hold for this session all the same.
    """

    changed = Signal(str)
    failed = Signal(object)

    def __init__(self, settings: Settings, save: Callable[[Settings], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._save = save
        self._writes = True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.flush)

    @property
    def settings(self) -> Settings:
        """As they are now."""
        return self._settings

    def change(self, section: str, **values: Any) -> None:
        """Set ``values`` in ``section``; they are written soon."""
        before = getattr(self._settings, section)
        after = replace(before, **values)
        if after != before:
            self._settings = replace(self._settings, **{section: after})
            self._timer.start()
            self.changed.emit(section)

    def let_go(self) -> None:
        """Write now, and never again: the user edits the file, and we must not write over that."""
        self.flush()
        self._writes = False

    def flush(self) -> None:
        """Write now what is not written yet."""
        self._timer.stop()
        if not self._writes:
            return
        try:
            self._save(self._settings)
        except DictateError as error:
            self.failed.emit(error)

    def close(self) -> None:
        """Write what waits, before the window goes."""
        if self._timer.isActive():
            self.flush()
