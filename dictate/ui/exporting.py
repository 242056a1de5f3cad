"""What one has dictated, as a file of another kind: text, subtitles, JSON, Word. Writing happens on another thread."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dictate.core.export import as_srt, as_vtt, final_as_dict, session_lines
from dictate.core.naming import file_name
from dictate.core.saving import free_path, save_bytes
from dictate.core.types import Final
from dictate.ui.translating import marked

Writer = Callable[[str], bytes]
"""A text with its paragraphs -> a file's content."""

FORMATS: Mapping[str, str] = {
    "txt": marked("Plain text (.txt)"),
    "docx": marked("Word (.docx)"),
    "srt": marked("Subtitles, SubRip (.srt)"),
    "vtt": marked("Subtitles, WebVTT (.vtt)"),
    "json": marked("Everything, JSON (.json)"),
}
EXPLAINED: Mapping[str, str] = {
    "txt": marked("The text as it stands in the editor."),
    "docx": marked("The text as it stands in the editor, a paragraph for each of its lines."),
    "srt": marked("Every utterance with its times, as it was recognized."),
    "vtt": marked("Every utterance with its times, as it was recognized."),
    "json": marked("The text, and every utterance with times, model, latency and what was held back."),
}
TIMED = ("srt", "vtt")
"""Formats that are nothing without utterances."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dictated:
    """A snapshot of what there is to export, taken on the Qt main thread.

    Attributes:
        name: what the text is called.
        text: of the editor.
        finals: the utterances in the order in which they were said, in the versions that are shown.
    """

    name: str
    text: str
    finals: Sequence[Final]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportChoice:
    """What was asked for: a kind of file, its folder, and the template of its name (``core.naming``)."""

    format_: str
    folder: Path
    template: str


def written(dictated: Dictated, format_: str, writers: Mapping[str, Writer]) -> bytes:
    """``dictated`` in one of ``FORMATS``; ``writers`` know those that need a library. Any thread."""
    if format_ in writers:
        return writers[format_](dictated.text)
    match format_:
        case "srt":
            text = as_srt(session_lines(dictated.finals))
        case "vtt":
            text = as_vtt(session_lines(dictated.finals))
        case "json":
            plain = {"text": dictated.text, "utterances": [final_as_dict(final) for final in dictated.finals]}
            text = json.dumps(plain, indent=2, ensure_ascii=False) + "\n"
        case _:
            text = dictated.text if dictated.text.endswith("\n") or not dictated.text else f"{dictated.text}\n"
    return text.encode()


def export(dictated: Dictated, choice: ExportChoice, *, writers: Mapping[str, Writer], now: datetime) -> Path:
    """Write ``dictated`` to a new file as ``choice`` says; returns where. Any thread but the window's.

    Raises:
        SettingsError: the template names a field that does not exist.
        StorageError: it cannot be written.
    """
    name = file_name(choice.template, now=now, name=Path(dictated.name).stem, ending=choice.format_)
    path = free_path(choice.folder / name)
    save_bytes(path, written(dictated, choice.format_, writers))
    return path
