"""Shows where the sound went: in the status bar's tooltip and for ``dictate control status``. Qt main thread."""

from PySide6.QtCore import QObject

from dictate.core.events import Event, LedgerChanged, Stopped
from dictate.core.ledger import LedgerTotals
from dictate.ui.status_bar import StatusBar


class Account(QObject):
    """The ledger of the recording that runs, or of the last one.

    Attributes:
        ledger: all zero before the first.
        running: whether some of it is still in work.
    """

    def __init__(self, status: StatusBar, parent: QObject) -> None:
        super().__init__(parent)
        self._status = status
        self.ledger = LedgerTotals()
        self.running = False

    def take(self, event: Event) -> None:
        """Show what the workers report."""
        match event:
            case LedgerChanged(ledger=ledger):
                self._show(ledger, running=True)
            case Stopped(ledger=ledger):
                self._show(ledger, running=False)
            case _:
                pass

    def _show(self, ledger: LedgerTotals, *, running: bool) -> None:
        self.ledger, self.running = ledger, running
        self._status.show_ledger(ledger, running=running)

    def as_dict(self) -> dict[str, int]:
        """The columns, and what is still in work, in samples."""
        return {**self.ledger.as_dict(), "in_work" if self.running else "missing": self.ledger.missing}
