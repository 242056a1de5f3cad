"""Every word passes through tr, the German file is complete and current, and the window speaks it."""

import ast
import importlib.util
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget

from dictate.core.events import DevicesListed, State
from dictate.ui.export_dialog import ExportDialog
from dictate.ui.languages import LANGUAGES
from dictate.ui.translating import install_language, tr, tr_n, wished_language
from tests.ui.conftest import RESOURCES, MakeStage, Stage
from tests.ui.fakes import finalized, ready, state

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ROOT = RESOURCES.parent
UI = ROOT / "dictate" / "ui"
GERMAN = RESOURCES / "translations" / "dictate_de.ts"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """``packaging/translations.py``; the folder has the name of a library."""
    spec = importlib.util.spec_from_file_location("dictate_translations", ROOT / "packaging" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


# -- the files ------------------------------------------------------------------------------------------------------


def test_the_german_file_is_complete_enough(tool: ModuleType) -> None:
    """A word that came today may wait for its translator; it is English until then."""
    messages = tool.collect(UI)
    missing = tool.unfinished(tool.updated(GERMAN.read_text(encoding="utf-8"), messages))
    assert len(messages) > 400
    assert len(missing) <= 0.03 * len(messages), f"run packaging/translations.py, then translate {missing}"


def test_the_compiled_file_is_what_lrelease_makes(tool: ModuleType) -> None:
    assert tool.released(GERMAN.read_text(encoding="utf-8")) == GERMAN.with_suffix(".qm").read_bytes()


def test_translations_keep_the_places_for_values() -> None:
    for message in ET.parse(GERMAN).iter("message"):
        source, translation = message.findtext("source", ""), message.find("translation")
        assert translation is not None
        forms = [form.text or "" for form in translation.findall("numerusform")] or [translation.text or ""]
        for form in filter(None, forms):
            assert set(re.findall(r"{(\w+)}", form)) == set(re.findall(r"{(\w+)}", source)), source


def test_new_words_are_added_and_old_ones_go(tool: ModuleType) -> None:
    messages = [*tool.messages_of('tr("One {x}", x=1); tr_n("a", "{n} bs", 3); X = marked("Two"); tr(X)')]
    assert [(each.source, each.numerus) for each in messages] == [("One {x}", False), ("{n} bs", True), ("Two", False)]
    once = tool.updated('<TS language="de"></TS>', messages)
    assert tool.unfinished(once) == ["One {x}", "{n} bs", "Two"]
    done = once.replace('<translation type="unfinished"></translation>', "<translation>Eins {x}</translation>", 1)
    assert tool.unfinished(tool.updated(done, messages)) == ["{n} bs", "Two"]
    assert "Eins" not in tool.updated(done, messages[1:])
    with pytest.raises(ValueError, match="literals"):
        list(tool.messages_of("marked(x)"))


# -- nothing bypasses tr --------------------------------------------------------------------------------------------

THROUGH = {"tr", "tr_n", "marked"}
NOT_SHOWN = {"setObjectName", "setProperty", "property", "setStyleSheet", "setStyle", "getattr", "hasattr", "icon"}
NOT_SHOWN |= {"pixmap", "warning", "info", "debug", "removesuffix", "startswith", "endswith", "compile", "load"}
"""Calls whose words are for Qt, for the log or for Python."""
FOR_THE_TERMINAL = {"control_client", "control_commands", "control_protocol", "control_server"}
"""``dictate control`` prints them, in English as the whole command line is."""
NAMES = {"Inter", "Noto Sans", "Cantarell", "Ubuntu", "DejaVu Sans", "RTF", "Dictate", "English", "Deutsch", "Aa"}
"""Fonts, terms and languages that are called the same everywhere."""


class Reader(ast.NodeVisitor):
    """Collects (line, words) of every literal that looks like words for a person and is in no call of ``THROUGH``."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in THROUGH | NOT_SHOWN:
            self.generic_visit(node)
        for keyword in node.keywords if name in THROUGH else ():
            self.visit(keyword.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_FormattedValue(self, node: ast.FormattedValue) -> None:
        self.visit(node.value)  # but not its format

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and looks_like_words(node.value):
            self.found.append((node.lineno, node.value))

    def visit(self, node: ast.AST) -> None:
        if not isinstance(node, ast.Import | ast.ImportFrom | ast.Compare | ast.arguments):  # words for Python
            super().visit(node)


def bypassing(source: str) -> list[tuple[int, str]]:
    """What ``Reader`` finds."""
    reader = Reader()
    reader.visit(ast.parse(source))
    return reader.found


def looks_like_words(text: str) -> bool:
    """Two letters in a row, and a blank or a capital: names of icons, roles and settings have neither."""
    words = text.strip(" []*:·—.,")
    if words in NAMES or re.fullmatch(r"(ms|pt|dBFS|s|RTF|Ctrl\+.*|Shift\+.*|Esc|F\d+|\*\..*)", words):
        return False
    return bool(re.search(r"[A-Za-z]{2}", words)) and (" " in words or words[0].isupper())


WINDOW_MODULES = sorted(path for path in UI.glob("*.py") if path.stem not in FOR_THE_TERMINAL)


@pytest.mark.parametrize("path", WINDOW_MODULES, ids=lambda path: path.stem)
def test_no_words_bypass_tr(path: Path) -> None:
    found = dict(bypassing(path.read_text(encoding="utf-8")))
    allowed = EXCEPTIONS.get(path.stem, set())
    assert {words for words in found.values() if words not in allowed} == set(), found


EXCEPTIONS: dict[str, set[str]] = {
    "appearance": {"Fusion"},
    "dialogs": {"*.wav *.flac *.ogg *.mp3 *.opus *.aiff *.aif"},
    "privacy_page": {"until saved", "1 day", "7 days", "30 days"},
    "settings_pages": {"at once"},
}
"""Names of styles and endings, and values of settings whose words stand beside them."""


def test_the_reader_of_sources_sees_words_and_spares_the_rest() -> None:
    source = '''
def f(self, other: "Some Class"):
    """Docstring words."""
    self.a(tr("Through {x}", x="Left out"))
    label.setText("Plain words")
    label.setText(f"Some words {x:Not This} and more {tr('fine')}")
    label.setObjectName("Not Shown"); icon("state-ready"); x == "Some words"
'''
    assert [words for _line, words in bypassing(source)] == ["Left out", "Plain words", "Some words ", " and more "]


# -- the window in German -------------------------------------------------------------------------------------------


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    translators = install_language(qapp, RESOURCES / "translations", "de")
    assert len(translators) == 2, "our words and Qt's own"
    yield
    for translator in translators:
        qapp.removeTranslator(translator)


def test_words_numbers_and_values_are_german(german: None) -> None:
    assert tr("Settings") == "Einstellungen"
    assert tr("There is no folder {folder}", folder="{x}") == "Es gibt keinen Ordner {x}"
    assert [tr_n("{n} word", "{n} words", n) for n in (0, 1, 2)] == ["0 Wörter", "1 Wort", "2 Wörter"]


def test_english_needs_no_file_and_an_unknown_language_is_english(qapp: QApplication) -> None:
    assert install_language(qapp, RESOURCES / "translations", "en") == []
    assert install_language(qapp, RESOURCES / "translations", "tlh") == []
    assert [tr_n("{n} word", "{n} words", n) for n in (0, 1, 2)] == ["0 words", "1 word", "2 words"]
    assert wished_language("de") == "de"
    assert len(wished_language("system")) >= 1


def shown(stage: Stage) -> set[str]:
    """All words of the window and its dialogs: texts, tooltips, names for a screen reader, menus, placeholders."""
    window = stage.window
    stage.tell(ready(), state(State.READY), DevicesListed(devices=()), finalized(1, "xyz"))
    window.act("settings")
    window.act("export")
    window.act("compare")
    window.bar.pair.folders_wanted.emit()
    found = {action.text() for action in window.actions_.by_name.values()}
    for widget in (*window.findChildren(QWidget), *window.companions.tray.menu.findChildren(QWidget)):
        found |= {widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle()}
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            found.add(widget.text())
        if isinstance(widget, QLineEdit):
            found.add(widget.placeholderText())
        if isinstance(widget, QComboBox):
            found |= {widget.itemText(row) for row in range(widget.count())}
    for dialog in window.findChildren(ExportDialog):
        dialog.reject()
    window.view.set_clean()
    return {words for words in found if re.search(r"[A-Za-z]{3}", words)}


@pytest.mark.parametrize("place", ["bar", "status"])
def test_nothing_is_cut_off_in_german_at_900x600(make_stage: MakeStage, german: None, place: str) -> None:
    stage = make_stage()
    stage.tell(ready(), state(State.READY), finalized(1, "xyz"))
    stage.window.resize(900, 600)
    QApplication.processEvents()
    for button in getattr(stage.window, place).findChildren(QAbstractButton):
        if button.isVisible():
            assert button.width() >= button.sizeHint().width(), button.text()
    assert stage.window.width() == 900
    stage.window.view.set_clean()


SAME = re.compile(
    r".*(Whisper|Pocket|/|pocket|fp\d\d|bf16|int8|Ctrl|Shift|Space|RTF|dBFS|{date}|GPU|p95).*|"
    r"xyz|Dictate|Esc|Distil|Text|Problem|Pause|Status|Name|Threads|Download|Word \(.docx\)|English|Deutsch",
    re.DOTALL,
)
"""What is called the same in both languages, and what is not ours to translate: names of models, keys, paths."""


def test_nothing_of_the_window_stays_english(make_stage: MakeStage, german: None, qapp: QApplication) -> None:
    in_german = shown(make_stage(first_start=True))
    assert {"Einstellungen", "Aufnahme", "Ersetzungsregeln", "Diktieren (F9)"} <= in_german
    for translator in qapp.children():
        if translator.metaObject().className() == "QTranslator":
            qapp.removeTranslator(translator)  # type: ignore[arg-type]
    in_english = shown(make_stage(first_start=True))
    assert len(in_english) > 200
    same = in_german & in_english - set(LANGUAGES.values())
    assert sorted(words for words in same if not SAME.fullmatch(words)) == []
