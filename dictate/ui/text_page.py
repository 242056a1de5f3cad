"""The page Text of the settings: names, replacement rules, spoken commands. Runs on the Qt main thread."""

from PySide6.QtWidgets import QPlainTextEdit

from dictate.core.commands import Action
from dictate.ui.forms import SettingsPage
from dictate.ui.icons import Icons
from dictate.ui.palette import Palette
from dictate.ui.settings_keeper import SettingsKeeper
from dictate.ui.switch import Switch
from dictate.ui.translating import marked, tr
from dictate.ui.word_table import WordTable

COMMAND_TITLES = {
    Action.NEW_LINE: marked("New line"),
    Action.NEW_PARAGRAPH: marked("New paragraph"),
    Action.SCRATCH: marked("Take the last utterance back"),
    Action.STOP: marked("Stop the recording"),
    Action.COPY: marked("Copy everything"),
}


class TextPage(SettingsPage):
    """Everything holds from the next utterance on."""

    def __init__(self, icons: Icons, keeper: SettingsKeeper) -> None:
        super().__init__(tr("Text"))
        self._keeper = keeper
        text = keeper.settings.text
        self.words = QPlainTextEdit("\n".join(text.custom_words))
        self.words.setPlaceholderText(tr("One on each line"))
        self.words.setFixedHeight(96)
        self.words.setTabChangesFocus(True)
        self.words.textChanged.connect(self._keep_words)
        self.wide(
            tr("Names and terms"), self.words, tr("The model is told to expect them: your name, products, colleagues.")
        )
        self.section(tr("Replacement rules"))
        self.rules = WordTable(icons, (tr("When this is heard"), tr("write this")), text.replacements)
        self.rules.changed.connect(lambda rows: keeper.change("text", replacements=rows))
        self.wide(tr("Rules"), self.rules, tr("Whole words in any case. An empty right side leaves the words out."))
        self.section(tr("Spoken commands"))
        self.spoken = Switch(tr("Spoken commands"), on=text.spoken_commands)
        self.spoken.toggled.connect(lambda on: keeper.change("text", spoken_commands=on))
        self.row(
            tr("Obey spoken commands"),
            self.spoken,
            tr("An utterance that is nothing but these words acts instead of being written."),
        )
        self.commands = WordTable(
            icons,
            (tr("Words"), tr("What they do")),
            text.commands,
            {action.value: tr(title) for action, title in COMMAND_TITLES.items()},
        )
        self.commands.changed.connect(lambda rows: keeper.change("text", commands=rows))
        self.wide(tr("Commands"), self.commands)

    def _keep_words(self) -> None:
        lines = (line.strip() for line in self.words.toPlainText().splitlines())
        self._keeper.change("text", custom_words=list(dict.fromkeys(line for line in lines if line)))

    def set_palette(self, palette: Palette) -> None:
        """Draw in the theme's colors."""
        if hasattr(self.commands.right, "set_palette"):
            self.commands.right.set_palette(palette)
