"""Brings the window's translations up to date: ``.venv/bin/python packaging/translations.py`` (``--check`` only looks).

It collects the literals of ``tr``, ``tr_n`` and ``marked`` in ``dictate/ui``, writes them into every
``resources/translations/dictate_*.ts`` (translations that are there are kept, those of words that are gone go) and lets
Qt's ``lrelease``, which comes with PySide6, make the ``.qm`` that the window loads. Qt's own ``lupdate`` does not read
Python's joined literals reliably. Exit code 1: something was, or with ``--check`` is, not up to date.
"""

import ast
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import PySide6

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "dictate" / "ui"
FOLDER = ROOT / "resources" / "translations"
CONTEXT = "dictate"
"""As in ``dictate.ui.translating``."""


@dataclass(frozen=True, slots=True)
class Message:
    """Words of the window; ``numerus``: they depend on a number."""

    source: str
    numerus: bool


def main(arguments: list[str]) -> int:
    """Update, or look; returns the exit code."""
    check = "--check" in arguments
    messages = collect(SOURCES)
    late = []
    for file in sorted(FOLDER.glob("dictate_*.ts")):
        text = updated(file.read_text(encoding="utf-8"), messages)
        qm = file.with_suffix(".qm")
        compiled = released(text)
        if text != file.read_text(encoding="utf-8") or not qm.is_file() or compiled != qm.read_bytes():
            late.append(file.stem)
            if not check:
                file.write_text(text, encoding="utf-8")
                qm.write_bytes(compiled)
    missing = {file.name: len(unfinished(file.read_text(encoding="utf-8"))) for file in FOLDER.glob("*.ts")}
    sys.stdout.write(f"{len(messages)} messages; not translated: {missing}; not up to date: {late or 'none'}\n")
    return 1 if late else 0


def collect(folder: Path) -> list[Message]:
    """Every message of the sources in ``folder``, sorted.

    Raises:
        ValueError: ``marked`` or ``tr_n`` is called with something else than literals.
    """
    found = {message for file in folder.glob("*.py") for message in messages_of(file.read_text(encoding="utf-8"))}
    return sorted(found, key=lambda message: message.source)


def messages_of(source: str) -> Iterator[Message]:
    """The messages of one module."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
            continue
        name = node.func.id
        words = node.args[1 if name == "tr_n" else 0]
        literal = words.value if isinstance(words, ast.Constant) and isinstance(words.value, str) else None
        if name in ("marked", "tr_n") and literal is None:
            raise ValueError(f"line {node.lineno}: {name} needs literals")
        if name in ("tr", "tr_n", "marked") and literal is not None:
            yield Message(literal, numerus=name == "tr_n")


def updated(text: str, messages: list[Message]) -> str:
    """The .ts file ``text`` with exactly ``messages``, translations kept."""
    before = ET.fromstring(text)
    known = {node.findtext("source", ""): node.find("translation") for node in before.iter("message")}
    root = ET.Element("TS", {"version": "2.1", "language": before.get("language", ""), "sourcelanguage": "en"})
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    for message in messages:
        node = ET.SubElement(context, "message", {"numerus": "yes"} if message.numerus else {})
        ET.SubElement(node, "source").text = message.source
        old = known.get(message.source)
        if old is not None and (old.find("numerusform") is not None) == message.numerus:
            node.append(old)
            continue
        new = ET.SubElement(node, "translation", {"type": "unfinished"})
        if message.numerus:
            ET.SubElement(new, "numerusform")
            ET.SubElement(new, "numerusform")
    ET.indent(root, space="  ")
    body = ET.tostring(root, encoding="unicode", short_empty_elements=False)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n'


def unfinished(text: str) -> list[str]:
    """The sources in the .ts file ``text`` that have no translation."""
    nodes = ET.fromstring(text).iter("message")
    return [node.findtext("source", "") for node in nodes if not _forms(node) or not all(_forms(node))]


def _forms(node: ET.Element) -> list[str]:
    translation = node.find("translation")
    if translation is None or translation.get("type") == "unfinished":
        return []
    numerus = [form.text or "" for form in translation.findall("numerusform")]
    return numerus or [translation.text or ""]


def released(text: str) -> bytes:
    """What Qt's ``lrelease`` makes of the .ts file ``text``."""
    tool = next(Path(PySide6.__file__).parent.glob("lrelease*"))
    with TemporaryDirectory() as folder:
        ts, qm = Path(folder) / "in.ts", Path(folder) / "out.qm"
        ts.write_text(text, encoding="utf-8")
        subprocess.run([str(tool), "-silent", str(ts), "-qm", str(qm)], check=True)
        return qm.read_bytes()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
