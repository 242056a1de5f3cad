"""``dictate recover``: what is kept on the disk, and the text and sound of a dictation that broke off. Main thread."""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from dictate.archive import root, unwritten_source
from dictate.audio.files import write_audio
from dictate.commands.planning import load_settings, make_plan
from dictate.commands.reports import Dictating
from dictate.commands.transcriber import Transcriber
from dictate.core.catalog import find_pair
from dictate.core.errors import DictateError, UsageError
from dictate.core.joining import join
from dictate.core.keeping import Kept, read_kept
from dictate.core.kept_sessions import is_live, remove_session, session_named, sessions_in
from dictate.core.transcript import count_words
from dictate.core.types import Outcome, seconds_of
from dictate.terminal import Terminal

FORMATS = ("txt", "json")


def run(args: argparse.Namespace) -> int:
    """List what is kept, or recover one session; returns the exit code."""
    terminal = Terminal()
    if args.session is None or args.list:
        return _list(terminal, as_json=args.json)
    if args.format not in FORMATS:
        raise UsageError(f"There is no format '{args.format}'", f"Choose one of: {', '.join(FORMATS)}.")
    return _recover(args, terminal)


def _list(terminal: Terminal, *, as_json: bool) -> int:
    found = [_described(folder) for folder in sessions_in(root())]
    if as_json:
        terminal.line(json.dumps(found, ensure_ascii=False))
    elif not found:
        terminal.message("dictate: No dictation is kept on the disk.")
    else:
        for each in found:
            terminal.line(
                f"{each['session']:30}{each['state']:10}{each['sound_s']:8.1f} s  {each['words']:5} words"
                f"  {each['unwritten_s']:6.1f} s without text"
            )
    return 0


def _described(folder: Path) -> dict[str, Any]:
    kept = read_kept(folder)
    return {
        "session": kept.name,
        "begun": kept.manifest.get("begun", ""),
        "state": "running" if is_live(folder) else "broken off" if kept.state == "open" else kept.state,
        "sound_s": round(sum(map(seconds_of, kept.lengths.values())), 3),
        "words": count_words(kept.text),
        "unwritten_s": round(kept.unwritten_s, 3),
    }


def _recover(args: argparse.Namespace, terminal: Terminal) -> int:
    kept = read_kept(session_named(root(), args.session))
    if args.delete and is_live(kept.folder):
        raise UsageError(f"The dictation {kept.name} goes on", "Stop it first.")
    if args.audio is not None:
        sound = [kept.sound(number) for number in kept.recordings]
        write_audio(Path(args.audio), np.concatenate(sound) if sound else np.empty(0, np.int16))
    problem: DictateError | None = None
    new: list[dict[str, Any]] = []
    try:
        new = _recognized(kept, args, terminal)
    except DictateError as error:
        problem = error  # the text that was there before is worth having
    text = kept.text
    for final in new:
        text += join(text, final["text"], language=kept.manifest.get("language") or None).whole
    if args.format == "json" or args.json:
        recovered = {**_described(kept.folder), "text": text, "utterances": _told(kept) + new}
        terminal.line(json.dumps(recovered, ensure_ascii=False))
    else:
        terminal.write(f"{text}\n" if text and not text.endswith("\n") else text)
    if problem is not None:
        raise problem
    if args.delete:
        remove_session(kept.folder)
    return 0


def _told(kept: Kept) -> list[dict[str, Any]]:
    """Utterances that had their end before the break."""
    return [
        {"utterance": key, "outcome": told.outcome, "text": told.text, "model": told.model, "reason": told.reason}
        for key, told in sorted(kept.told.items())
        if told.outcome != Outcome.FAILED
    ]


def _recognized(kept: Kept, args: argparse.Namespace, terminal: Terminal) -> list[dict[str, Any]]:
    """What the sound without text says, by the models that the dictation used unless the command line names others."""
    source = unwritten_source(kept)
    if source is None:
        return []
    if args.pair is None and args.teacher is None and args.distil is None:
        args = with_models_of(kept, args)
    plan = make_plan(args, load_settings(terminal), live=False)
    with Dictating(plan) as dictating:
        done = Transcriber(dictating, terminal).hear(source, kept.folder, kept.unwritten_s)
    first = max(kept.pieces, default=0) + 1
    return [
        {
            "utterance": number,
            "outcome": final.outcome.value,
            "text": final.text if final.outcome is Outcome.TEXT else "",
            "model": final.model,
            "reason": final.reason,
        }
        for number, final in enumerate(done.finals, first)
    ]


def with_models_of(kept: Kept, args: argparse.Namespace) -> argparse.Namespace:
    """``args`` with the pair that the dictation used."""
    manifest = kept.manifest
    models: dict[str, Any] = {}
    if manifest.get("teacher") and manifest.get("distil"):
        models = {"teacher": str(manifest["teacher"]), "distil": str(manifest["distil"])}
    elif manifest.get("pair"):
        models = {"pair": find_pair(str(manifest["pair"])).name}
    return argparse.Namespace(**{**vars(args), **models})
