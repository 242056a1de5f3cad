"""``dictate transcribe``: sound files through the same pipeline, as fast as it goes. Main thread."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from dictate.commands.planning import load_settings, make_plan
from dictate.commands.reports import Dictating
from dictate.commands.transcriber import ModelUnusable, Transcriber, Transcription, duration_of
from dictate.core.errors import DictateError, ModelError, StorageError, UsageError
from dictate.core.export import FORMATS
from dictate.core.saving import save_text
from dictate.core.types import Outcome
from dictate.paths import made
from dictate.terminal import Terminal


def run(args: argparse.Namespace) -> int:
    """Write down every file; one that fails does not keep the others from it. Returns the worst exit code."""
    terminal = Terminal()
    files = [Path(name) for name in args.files]
    if args.format not in FORMATS:
        raise UsageError(f"There is no format '{args.format}'", f"Choose one of: {', '.join(FORMATS)}.")
    if len(files) > 1 and args.output is None and args.format in ("srt", "vtt"):
        raise UsageError("Subtitles of several files cannot share one output", "Add --output DIR.")
    plan = make_plan(args, load_settings(terminal), live=False)
    targets = _targets(files, Path(args.output), args.format) if args.output is not None else {}
    codes = [0]
    readable = []
    for file in files:
        try:
            duration_of(file)
            readable.append(file)
        except DictateError as error:
            codes.append(_report(error, terminal))
    if readable:
        with Dictating(plan) as dictating:
            transcriber = Transcriber(dictating, terminal)
            for file in readable:
                try:
                    _deliver(transcriber.transcribe(file), args.format, targets.get(file), terminal, len(files) > 1)
                except ModelUnusable:
                    raise
                except DictateError as error:
                    codes.append(_report(error, terminal))
    return max(codes)


def _report(error: DictateError, terminal: Terminal) -> int:
    terminal.message(f"dictate: {error}")
    return error.exit_code


def _deliver(done: Transcription, format_: str, target: Path | None, terminal: Terminal, several: bool) -> None:
    if target is not None:
        save_text(target, done.written(format_))
        terminal.message(f"{done.file} -> {target}")
    else:
        heading = f"==> {done.file} <==\n" if several and format_ == "txt" else ""
        terminal.write(heading + done.written(format_))
    failed = [final for final in done.finals if final.outcome is Outcome.FAILED]
    if failed:
        raise ModelError(
            f"{done.file}: {len(failed)} of {len(done.finals)} utterances failed: {failed[0].reason}", "Try again."
        )


def _targets(files: Sequence[Path], folder: Path, ending: str) -> dict[Path, Path]:
    """Where the text of each file goes: ``name.txt``, or ``name.wav.txt`` where two would meet.

    Raises:
        UsageError: it would replace one of the files.
        StorageError: the folder cannot be made.
    """
    if folder.exists() and not folder.is_dir():
        raise StorageError(f"{folder} is a file, not a folder", "Choose another folder with --output.")
    made(folder)
    names = [file.stem for file in files]
    targets = {file: folder / f"{file.stem if names.count(file.stem) == 1 else file.name}.{ending}" for file in files}
    inputs = {file.resolve() for file in files}
    for target in targets.values():
        if target.resolve() in inputs:
            raise UsageError(f"{target} is one of the files to read", "Choose another folder with --output.")
    if len(set(targets.values())) < len(targets):
        raise UsageError("Two of the files have the same name", "Transcribe them one by one, to different folders.")
    return targets
