"""The only door between the workers and the widgets: one queued signal."""

from PySide6.QtCore import QObject, Qt, Signal

from dictate.core.events import Event


class Bridge(QObject):
    """A ``core.ports.Listener`` that hands every event to the Qt main thread.

    Signals:
        arrived(event): on the thread of whoever calls ``deliver_to``'s receiver (the Qt main thread), in the order in
            which each worker notified.
    """

    arrived = Signal(object)

    def notify(self, event: Event) -> None:
        """Take an event on a worker's thread; returns at once."""
        self.arrived.emit(event)

    def deliver_to(self, receiver: "EventReceiver") -> None:
        """Have ``receiver.receive`` called with every event, always through the event loop."""
        self.arrived.connect(receiver.receive, Qt.ConnectionType.QueuedConnection)


class EventReceiver(QObject):
    """A QObject that takes events; its thread is where they arrive."""

    def receive(self, event: Event) -> None:
        """Take an event on this object's own thread."""
        raise NotImplementedError
