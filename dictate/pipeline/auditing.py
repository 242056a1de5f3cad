"""Checks the account of every recording while it runs. On the threads that report."""

from dictate.core.events import Event, Failed, LedgerChanged, Stopped
from dictate.core.ledger import LedgerTotals
from dictate.core.ports import Listener

WHAT = "The account of the sound"


class Auditor:
    """A ``Listener`` that passes every event on, and tells when the columns of a ledger do not add up.

    That is a bug of ours; the user is to see it, for sound may have been lost.
    """

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._told = False  # two threads may tell the same mistake at once: then it is told twice, which is no harm

    def notify(self, event: Event) -> None:
        """Pass ``event`` on, and what is wrong with the ledger in it."""
        self._listener.notify(event)
        match event:
            case LedgerChanged(ledger=ledger) if ledger.missing < 0 and not self._told:
                self._told = True
                self._tell(ledger)
            case Stopped(ledger=ledger):
                if ledger.missing and not self._told:
                    self._tell(ledger)
                self._told = False
            case _:
                pass

    def _tell(self, ledger: LedgerTotals) -> None:
        columns = ", ".join(f"{name} {samples}" for name, samples in ledger.as_dict().items())
        reason = f"{abs(ledger.missing)} samples are {'missing' if ledger.missing > 0 else 'counted twice'} ({columns})"
        action = "Please report it, with what 'dictate doctor --bundle' writes."
        self._listener.notify(Failed(what=WHAT, reason=reason, action=action))
