"""The window: lays the parts out, connects them, and hands the workers' events on. Runs on the Qt main thread."""

import base64
from collections.abc import Callable

from PySide6.QtCore import QByteArray, QUrl, Qt
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QVBoxLayout, QWidget

from dictate.core.errors import AudioDeviceError, AudioFileError, DictateError, ModelError, StorageError, UsageError
from dictate.core.events import Event, Failed
from dictate.core.settings import Settings
from dictate.core.transcript import Transcript
from dictate.ui.actions import Actions
from dictate.ui.appearance import Appearance
from dictate.ui.bridge import Bridge
from dictate.ui.clipboard import copy_text
from dictate.ui.control_commands import ControlCommands
from dictate.ui.control_server import ControlServer
from dictate.ui.dialogs import Dialogs
from dictate.ui.document import Document
from dictate.ui.folders_dialog import FoldersDialog
from dictate.ui.key_dialog import KeyDialog
from dictate.ui.keys import KeyTable
from dictate.ui.message_bar import Message, MessageBar, failure
from dictate.ui.options import Connect, WindowOptions
from dictate.ui.palette import Palette
from dictate.ui.settings_keeper import SettingsKeeper
from dictate.ui.status_bar import StatusBar
from dictate.ui.steering import Steering
from dictate.ui.tool_bar import ToolBar
from dictate.ui.transcript_view import TranscriptView
from dictate.ui.utterance_model import UtteranceModel
from dictate.ui.utterance_panel import UtterancePanel
from dictate.ui.writing import Writing

EDITOR_MARGIN = 28
TEXT_STEP = 1


class MainWindow(QMainWindow):
    """Built without what is behind it, so that it is on screen at once; ``attach`` brings the rest.

    Attributes:
        bar, messages, view, panel, status: the parts, from top to bottom.
        steering, writing: what connects them with the dictation; there after ``attach``.
    """

    steering: Steering
    writing: Writing

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
        self._dialogs = dialogs or Dialogs(self)
        icons = self.appearance.icons
        self.bar = ToolBar(
            icons,
            microphone=options.microphone,
            pair=options.choice,
            mode=options.mode,
            language=settings.models.language,
            record_key=self._keys.shown("record"),
        )
        self.messages = MessageBar(icons)
        self.view = TranscriptView()
        self.status = StatusBar(icons)
        self._transcript = Transcript()
        self._model = UtteranceModel(self._transcript)
        self.panel = UtterancePanel(icons, self._model)
        self.actions_ = Actions(self, self._keys, settings.window.theme)
        self.document = Document(self.view, self._dialogs, self)
        self._attached = False
        self._closing = False
        self._lay_out()
        self._connect_parts()
        self._set_palette(self.appearance.palette)
        self._restore_size()
        self._show_title()
        self._say_first()

    # -- building ---------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setMinimumSize(880, 480)
        page = QWidget()
        page.setObjectName("page")
        inside = QVBoxLayout(page)
        inside.setContentsMargins(EDITOR_MARGIN, EDITOR_MARGIN - 8, 6, 0)
        inside.addWidget(self.view)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.addWidget(page)
        self._splitter.addWidget(self.panel)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 0)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self.panel.setMinimumWidth(280)
        page.setMinimumWidth(320)
        central = QWidget()
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.messages)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self.status)
        self.setCentralWidget(central)
        self.bar.set_menu(self.actions_.menu)
        self.panel.setVisible(self._options.settings.window.utterances_shown)
        self.view.set_text_size(self._options.settings.window.text_size)
        self.view.setFocus()

    def _connect_parts(self) -> None:
        self.appearance.changed.connect(self._set_palette)
        self.keeper.failed.connect(lambda error: self._fail("Saving the settings", error))
        self.document.failed.connect(self._fail)
        self.document.renamed.connect(self._show_title)
        self.document.replaced.connect(self._text_replaced)
        self.view.document().modificationChanged.connect(self._show_title)
        self.view.copyAvailable.connect(lambda some: self.bar.show_copy(selection=some))
        self.view.text_size_changed.connect(lambda points: self.keeper.change("window", text_size=points))
        self.bar.copy.clicked.connect(self.copy)
        self.bar.pair.folders_wanted.connect(self._ask_folders)
        self.actions_.triggered.connect(self.act)
        self.actions_.theme_chosen.connect(self._set_theme)
        self.actions_.watch(self.view)
        self.actions_.watch(self.panel.list)

    def attach(self, connect: Connect) -> None:
        """Build what is behind the window and connect it."""
        bridge = Bridge(self)
        bridge.arrived.connect(self.receive, Qt.ConnectionType.QueuedConnection)
        host = connect(bridge)
        keeper, text = self.keeper, self._options.settings.text
        self.steering = Steering(host, self._options, keeper, self.bar, self.status, self.messages, self)
        self.writing = Writing(
            host, self._transcript, self.view, self._model, self.panel, self.status, self.messages, text, self
        )
        self._attached = True
        self.steering.starting.connect(self.view.set_insertion_here)
        self.steering.stopped.connect(self._recording_done)
        self.writing.stop_wanted.connect(self.steering.stop)
        self.writing.copy_wanted.connect(self._copy_all)
        self.actions_.hold_began.connect(self.steering.start)
        self.actions_.hold_ended.connect(self.steering.stop)
        self._control = ControlServer(self._options.control_name, ControlCommands(self).answer, self)
        self._control.failed.connect(lambda error: self._fail("Opening the control socket", error))
        self._control.listen()
        if self._options.start:
            self.steering.start()

    # -- events -----------------------------------------------------------------------------------------------------

    def receive(self, event: Event) -> None:
        """Take what a worker reports, on the Qt main thread."""
        if isinstance(event, Failed):
            self._show_failed(event)
        else:
            self.steering.take(event)
            self.writing.take(event)

    def _show_failed(self, event: Failed) -> None:
        button, act = "", None
        if event.exit_code in (AudioDeviceError.exit_code, AudioFileError.exit_code):
            self.steering.source_failed()
            button, act = "Try again", self.steering.start
        elif event.exit_code in (ModelError.exit_code, UsageError.exit_code):
            self.steering.pair_failed()
            button, act = "Choose a model…", self.bar.pair.showPopup
        self.messages.show_message(failure(event.what, event.reason, event.action, button, act))

    def _fail(self, what: str, error: DictateError) -> None:
        button, act = ("Save as…", self.document.save_as) if what == "Saving" else ("", None)
        self.messages.show_message(
            failure(what, error.user_message, error.action, button, None if act is None else lambda: _ignore(act()))
        )

    # -- actions ----------------------------------------------------------------------------------------------------

    def act(self, name: str) -> None:
        """Do the action ``name`` of the key table."""
        match name:
            case "record":
                self.steering.toggle()
            case "cancel":
                self._escape()
            case "next_mode":
                self.steering.next_mode()
            case "copy_all":
                self._copy_all()
            case "again":
                self.writing.again()
            case "play":
                self.writing.play()
            case "new":
                self.document.new()
            case "open":
                self.document.open()
            case "save":
                self.document.save()
            case "save_as":
                self.document.save_as()
            case "larger" | "smaller":
                self.view.set_text_size(self.view.font().pointSize() + (TEXT_STEP if name == "larger" else -TEXT_STEP))
            case "utterances":
                self._toggle_panel()
            case "settings":
                self._open_settings()
            case "keys":
                KeyDialog(self._keys, str(self._options.settings_file), self).open()
            case "quit":
                self.close()

    def copy(self) -> None:
        """Copy the selection, or everything."""
        self._copy(self.view.selected_or_all())

    def _copy_all(self) -> None:
        self._copy(self.view.text())

    def _copy(self, text: str) -> None:
        try:
            copy_text(text)
        except StorageError as error:
            self.messages.show_message(failure("Copying", error.user_message, error.action, "Try again", self.copy))

    def _escape(self) -> None:
        """Cancel the utterance being spoken; while nothing is recorded, close the message or drop the selection."""
        if self.steering.cancel():
            return
        if self.messages.message is not None:
            self.messages.dismiss()
            return
        cursor = self.view.textCursor()
        cursor.clearSelection()
        self.view.setTextCursor(cursor)

    def _toggle_panel(self) -> None:
        shown = not self.panel.isVisibleTo(self)
        self.panel.setVisible(shown)
        self.keeper.change("window", utterances_shown=shown)

    def _set_theme(self, theme: str) -> None:
        self.keeper.change("window", theme=theme)
        self.appearance.set_theme(theme)

    def _open_settings(self) -> None:
        self.keeper.flush()
        file = self._options.settings_file
        opened = file.is_file() and QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
        words = "The settings file is open in your editor" if opened else "Your settings are in"
        self.messages.show_message(Message(text=f"{words}: {file}. Changes in it hold from the next start."))

    def _ask_folders(self) -> None:
        models = self.keeper.settings.models
        dialog = FoldersDialog(models.teacher, models.distil, self._dialogs, self)
        dialog.chosen.connect(self.steering.set_pair)
        dialog.open()

    # -- the window itself ------------------------------------------------------------------------------------------

    def _set_palette(self, palette: Palette) -> None:
        for part in (self.bar, self.messages, self.panel, self.status):
            part.set_palette(palette)

    def _show_title(self) -> None:
        self.setWindowTitle(f"Dictate — {self.document.name}[*]")
        self.setWindowModified(self.view.dirty)
        self.status.show_saved(saved=not self.view.dirty)

    def _text_replaced(self) -> None:
        if self._attached:
            self.writing.forget()

    def _say_first(self) -> None:
        problems = [self._options.note, *self._keys.problems]
        words = " ".join(problem.rstrip(".") + "." for problem in problems if problem)
        if words:
            self.messages.show_message(Message(text=words))

    def _restore_size(self) -> None:
        self.resize(1180, 760)
        geometry = self._options.settings.window.geometry
        if geometry:
            self.restoreGeometry(QByteArray(base64.b64decode(geometry, validate=False)))

    def _recording_done(self) -> None:
        if self._closing and not self.steering.busy:
            self.close()

    def close_now(self) -> None:
        """Close without waiting for text that is not there yet."""
        self._closing = True
        self._attached = False
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for the text of what was said, ask about unsaved text, keep the settings, go."""
        if self._attached and self.steering.busy:
            event.ignore()
            self._closing = True
            self.steering.stop()
            self.messages.show_message(
                Message(text="Writing what you said before closing.", button="Close now", act=self.close_now)
            )
            return
        if not self.document.may_go():
            self._closing = False
            event.ignore()
            return
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self.keeper.change("window", geometry=geometry)
        self.keeper.close()
        if hasattr(self, "_control"):
            self._control.close()
        event.accept()


def _ignore(_result: object) -> None:
    """For an action whose result is shown elsewhere."""
