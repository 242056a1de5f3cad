"""The window: lays the parts out, connects them, and hands the workers' events on. Runs on the Qt main thread."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from dictate.core.events import Event
from dictate.core.settings import Settings
from dictate.core.transcript import Transcript
from dictate.ui.account import Account
from dictate.ui.actions import Actions
from dictate.ui.appearance import Appearance
from dictate.ui.bridge import Bridge
from dictate.ui.companions import Companions
from dictate.ui.control_commands import ControlCommands
from dictate.ui.control_server import ControlServer
from dictate.ui.copying import Copying
from dictate.ui.dialogs import Dialogs
from dictate.ui.document import Document
from dictate.ui.failures import Failures
from dictate.ui.file_progress import FileProgress
from dictate.ui.keys import KeyTable
from dictate.ui.layout import PANEL_WIDTH, SMALLEST, USUAL, side_by_side, stacked
from dictate.ui.leaving import Leaving, stored_geometry
from dictate.ui.message_bar import Message, MessageBar
from dictate.ui.options import Connect, WindowOptions
from dictate.ui.page import Page
from dictate.ui.palette import Palette
from dictate.ui.safekeeping import Safekeeping
from dictate.ui.settings_keeper import SettingsKeeper
from dictate.ui.status_bar import StatusBar
from dictate.ui.steering import Steering
from dictate.ui.tool_bar import ToolBar
from dictate.ui.translating import marked
from dictate.ui.utterance_model import UtteranceModel
from dictate.ui.utterance_panel import UtterancePanel
from dictate.ui.view_commands import ViewCommands
from dictate.ui.writing import Writing


class MainWindow(QMainWindow):
    """Built without what is behind it, so that it is on screen at once; ``attach`` brings the rest.

    Attributes:
        bar, messages, page (with its view), panel, status: the parts, from top to bottom.
        editor: the place of ``page``, which the first page may have.
        steering, writing, companions: what connects them with the dictation; there after ``attach``.

    Signals:
        painted(): the window is on screen for the first time.
    """

    painted = Signal()
    steering: Steering
    writing: Writing
    companions: Companions

    def __init__(
        self,
        application: QApplication,
        options: WindowOptions,
        save_settings: Callable[[Settings], None],
        dialogs: Dialogs | None = None,
    ) -> None:
        super().__init__()
        self._options = options
        settings = options.settings
        self.keeper = SettingsKeeper(settings, save_settings, self)
        self.appearance = Appearance(application, options.resources, settings.window.theme)
        self._keys = KeyTable(settings.window.keys)
        self.dialogs = dialogs or Dialogs(self)
        icons = self.appearance.icons
        self.bar = ToolBar(
            icons,
            microphone=options.microphone,
            pair=options.choice,
            mode=options.mode,
            language=settings.models.language,
            record_key=self._keys.shown("record"),
            demo=options.demo,
        )
        self.messages = MessageBar(icons)
        self.progress = FileProgress()
        self.page = Page(icons, self._keys.shown("other_reading"))
        self.view = self.page.view
        self.editor = QStackedWidget()
        self.status = StatusBar(icons)
        self.transcript = Transcript()
        self._model = UtteranceModel(self.transcript)
        self.panel = UtterancePanel(icons, self._model)
        self.actions_ = Actions(self, self._keys, settings.window.theme)
        self.document = Document(self.view, self.dialogs, self)
        self._failures = Failures(self)
        self.account = Account(self.status, self)
        self.copying = Copying(self.view, self.transcript, self)
        self.leaving = Leaving(self)
        self.attached = False
        self._seen = False
        self._lay_out()
        self._connect_parts()
        self._set_palette(self.appearance.palette)
        self._restore_size()
        self._show_title()
        self._say_first()
        # Without a style sheet of its own the editor loses its font whenever that of the application changes.
        self.view.setStyleSheet("QPlainTextEdit {}")
        self.view.set_text_size(settings.window.text_size)

    # -- building ---------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setMinimumSize(*SMALLEST)
        self.editor.addWidget(self.page)
        self._splitter = side_by_side(self.editor, self.panel)
        self.setCentralWidget(stacked(self.bar, self.messages, self.progress, self._splitter, self.status))
        self.bar.set_menu(self.actions_.menu)
        self.panel.setVisible(self._options.settings.window.utterances_shown)
        self.view.setFocus()

    def _connect_parts(self) -> None:
        self.appearance.changed.connect(self._set_palette)
        self.keeper.failed.connect(lambda error: self._failures.tell(marked("Saving the settings"), error))
        self.document.failed.connect(self._failures.tell)
        self.document.renamed.connect(self._show_title)
        self.document.replaced.connect(self._text_replaced)
        self.view.document().modificationChanged.connect(self._show_title)
        self.view.copyAvailable.connect(lambda some: self.bar.show_copy(selection=some))
        self.view.text_size_changed.connect(lambda points: self.keeper.change("window", text_size=points))
        self.bar.copy.clicked.connect(self.copying.selection)
        self.copying.failed.connect(lambda error: self._failures.tell(marked("Copying"), error))
        self.bar.language.chosen.connect(self.page.set_language)
        self.page.set_language(self.bar.language.code)
        self.actions_.watch(self.view)
        self.actions_.watch(self.panel.list)

    def attach(self, connect: Connect) -> None:
        """Build what is behind the window and connect it."""
        bridge = Bridge(self)
        bridge.arrived.connect(self.receive, Qt.ConnectionType.QueuedConnection)
        self.host = host = connect(bridge)
        self.steering = Steering(
            host,
            options=self._options,
            keeper=self.keeper,
            bar=self.bar,
            status=self.status,
            messages=self.messages,
            parent=self,
        )
        self.writing = Writing(
            host,
            transcript=self.transcript,
            page=self.page,
            model=self._model,
            panel=self.panel,
            status=self.status,
            messages=self.messages,
            settings=self._options.settings.text,
            parent=self,
        )
        self.safekeeping = Safekeeping(host.keeping, self)
        self.companions = Companions(self, host, self._keys, self._options)
        self._view_commands = ViewCommands(self)
        self._deeds = self._list_deeds()
        self.steering.starting.connect(self.view.set_insertion_here)
        self.steering.stopped.connect(self.leaving.recording_done)
        self.writing.stop_wanted.connect(self.steering.stop)
        self.writing.copy_wanted.connect(self.copying.everything)
        self.actions_.triggered.connect(self.act)
        self.actions_.hold_began.connect(self.steering.start)
        self.actions_.hold_ended.connect(self.steering.stop)
        self.control = ControlServer(self._options.control_name, ControlCommands(self).answer, self)
        self.control.failed.connect(lambda error: self._failures.tell(marked("Opening the control socket"), error))
        self.control.listen()
        self.attached = True
        if self._options.start:
            self.steering.start()

    # -- events -----------------------------------------------------------------------------------------------------

    def receive(self, event: Event) -> None:
        """Take what a worker reports, on the Qt main thread."""
        for part in (self.steering, self.writing, self.safekeeping, self.account, self.companions, self._failures):
            part.take(event)

    # -- actions ----------------------------------------------------------------------------------------------------

    def act(self, name: str) -> None:
        """Do the action ``name`` of the key table."""
        self._deeds[name]()

    def _list_deeds(self) -> dict[str, Callable[[], object]]:
        """Action of the key table -> what does it; ``hold`` is seen to by ``Actions``."""
        view = self._view_commands
        return {
            "record": self.steering.toggle,
            "cancel": self._escape,
            "next_mode": self.steering.next_mode,
            "copy_all": self.copying.everything,
            "again": self.writing.again,
            "play": self.writing.play,
            "new": self.document.new,
            "open": self.document.open,
            "save": self.document.save,
            "save_as": self.document.save_as,
            "larger": view.larger,
            "smaller": view.smaller,
            "usual_size": view.usual_size,
            "compare": view.compare,
            "utterances": view.toggle_panel,
            "quit": self.quit,
            **self.page.deeds,
            **self.companions.deeds(),
        }

    def _escape(self) -> None:
        """Cancel the utterance being spoken; while nothing is recorded, close the message or drop the selection."""
        if self.steering.cancel():
            return
        if self.messages.message is not None:
            self.messages.dismiss()
            return
        self.page.drop_selection()

    # -- the window itself ------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """The window that was in front last answers ``dictate control``."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow() and self.attached:
            self.control.listen()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell once that there is something to see."""
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            QTimer.singleShot(0, self, self.painted.emit)

    def _set_palette(self, palette: Palette) -> None:
        for part in (self.bar, self.messages, self.page, self.panel, self.status):
            part.set_palette(palette)

    def _show_title(self) -> None:
        self.setWindowTitle(f"Dictate — {self.document.name}[*]")
        self.setWindowModified(self.view.dirty)
        self.status.show_saved(saved=not self.view.dirty)

    def _text_replaced(self) -> None:
        if self.attached:
            self.writing.forget()

    def _say_first(self) -> None:
        problems = [self._options.note, *self._keys.problems]
        words = " ".join(problem.rstrip(".") + "." for problem in problems if problem)
        if words:
            self.messages.show_message(Message(text=words))

    def _restore_size(self) -> None:
        self.resize(*USUAL)
        self._splitter.setSizes([USUAL[0] - PANEL_WIDTH, PANEL_WIDTH])
        geometry = self._options.settings.window.geometry
        if geometry:
            self.restoreGeometry(QByteArray(stored_geometry(geometry)))

    def quit(self) -> None:
        """Close, and do not stay in the tray."""
        self.leaving.quit()

    def close_now(self) -> None:
        """Close without waiting for text that is not there yet."""
        self.leaving.at_once()

    def come_forward(self) -> None:
        """Be on the screen, in front."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close, stay in the tray, or wait."""
        event.setAccepted(self.leaving.may_close())
