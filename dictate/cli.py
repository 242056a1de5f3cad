"""The ``dictate`` command: parses arguments and runs one subcommand. Main thread.

Each subcommand is imported only when it runs, so that ``--version`` and ``control`` answer at once.
"""

import argparse
import importlib
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NoReturn

from dictate import __version__
from dictate.core.errors import Cancelled, DictateError, StorageError, UsageError
from dictate.logs import logging_to
from dictate.paths import log_file

EXIT_CODES = """exit codes:
  0    success
  1    the job ran and failed: wrong words in a self-test, a problem in doctor
  2    an option, a pair, a mode or a setting that does not exist
  3    the microphone: none, unknown, refused or lost
  4    a sound file: missing, unreadable, empty or no sound
  5    a model: no Whisper, not downloaded, or it failed
  6    a path that cannot be read or written, or a full disk
  7    no running window to control
  130  called off (Ctrl+C twice)"""
_BROKEN_PIPE = 141

Run = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``dictate`` with ``argv`` (the process's own by default); returns the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    verbose = "--verbose" in words
    _speak_utf8()
    try:
        args = build_parser().parse_args(_with_default_command(words))
        with logging_to(log_file(), verbose=verbose):
            code = int(args.run(args))
        sys.stdout.flush()
    except DictateError as error:
        return _explain(error, verbose=verbose)
    except KeyboardInterrupt:
        return _explain(Cancelled("Called off"), verbose=False)
    except BrokenPipeError:
        # Whoever read our output has gone; nothing can be said any more, not even at interpreter exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    except OSError as error:
        return _explain(_storage_error(error), verbose=verbose)
    except Exception as error:  # noqa: BLE001  (the outermost border: a bug gets one line too)
        return _explain(_unexpected(error), verbose=verbose)
    return code


def build_parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    parser = _Parser(
        prog="dictate",
        description="Live dictation with Whisper and Distil-Whisper. Without a command: the window.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"dictate {__version__}")
    parser.add_argument("--verbose", action="store_true", help="show the log, and the whole story of an error")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command", required=True)
    for add in (
        _add_window,
        _add_listen,
        _add_transcribe,
        _add_recover,
        _add_replay,
        _add_devices,
        _add_models,
        _add_doctor,
        _add_control,
        _add_self_test,
        _add_bench,
    ):
        add(commands)
    return parser


# -- one function a subcommand --------------------------------------------------------------------------------------


def _add_window(commands: Any) -> None:
    parser = _command(commands, "window", _runner("window"), "dictate in a window (the default)")
    _add_dictation_options(parser)
    parser.add_argument("--start", action="store_true", help="begin to record at once")


def _add_listen(commands: Any) -> None:
    parser = _command(commands, "listen", _runner("listen"), "dictate in the terminal; Ctrl+C stops without loss")
    _add_dictation_options(parser)
    parser.add_argument("--start", action="store_true", help=argparse.SUPPRESS)  # it always starts at once
    parser.add_argument("--seconds", type=_seconds, metavar="N", help="stop after N seconds of sound")
    parser.add_argument("--json", action="store_true", help="one JSON object a line: state, interim, final, stopped")


def _add_transcribe(commands: Any) -> None:
    parser = _command(commands, "transcribe", _runner("transcribe"), "write down sound files")
    parser.add_argument("files", nargs="+", metavar="FILE", help="WAV, FLAC, OGG or MP3, any rate and channels")
    _add_dictation_options(parser, live=False)
    parser.add_argument("--format", default="txt", metavar="FORMAT", help="txt (default), json, srt or vtt")
    parser.add_argument("--output", metavar="DIR", help="one file for each input there, instead of standard output")


def _add_recover(commands: Any) -> None:
    parser = _command(commands, "recover", _runner("recover"), "bring back a dictation that broke off")
    parser.add_argument("session", nargs="?", metavar="SESSION", help="its name, or how it begins; without: list them")
    _add_dictation_options(parser, live=False)
    parser.add_argument("--list", action="store_true", help="list what is kept on the disk")
    parser.add_argument("--format", default="txt", metavar="FORMAT", help="txt (default) or json")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--audio", metavar="FILE", help="also write its sound to a .wav or .flac file")
    parser.add_argument("--delete", action="store_true", help="delete it when its text has been written")


def _add_replay(commands: Any) -> None:
    parser = _command(commands, "replay", _runner("replay"), "run a kept dictation again, and compare what comes of it")
    parser.add_argument("session", metavar="SESSION", help="its name, or how it begins (see 'dictate recover')")
    _add_dictation_options(parser, live=False)
    parser.add_argument("--json", action="store_true", help="as JSON")


def _add_devices(commands: Any) -> None:
    parser = _command(commands, "devices", _runner("devices"), "list the microphones")
    parser.add_argument("--json", action="store_true", help="as JSON")


def _add_models(commands: Any) -> None:
    parser = _command(commands, "models", _runner("models"), "list, download, verify and remove models")
    parser.add_argument("action", nargs="?", default="list", help="list (default), download, verify, remove or path")
    parser.add_argument("names", nargs="*", metavar="NAME", help="a pair, or one model, as the list shows them")
    parser.add_argument("--json", action="store_true", help="as JSON")


def _add_doctor(commands: Any) -> None:
    parser = _command(commands, "doctor", _runner("doctor"), "check sound, display, GPU, models and disk")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--bundle", nargs="?", const="", metavar="FILE", help="write a report for a bug, as a .zip")
    parser.add_argument("--with-text", action="store_true", help="put kept text and your words into the report")
    parser.add_argument("--with-audio", action="store_true", help="put kept sound into the report")


def _add_control(commands: Any) -> None:
    parser = _command(commands, "control", _runner("control"), "steer the running window")
    parser.add_argument("action", metavar="ACTION", help="start, stop, toggle, cancel, copy, text, mode or status")
    parser.add_argument("value", nargs="?", metavar="M", help="for mode: distil, teacher or verified")
    parser.add_argument("--json", action="store_true", help="status as JSON")


def _add_self_test(commands: Any) -> None:
    _command(
        commands, "self-test", _runner("self_test"), "recognise the demo clip with the pocket pair, and count the words"
    )


def _add_bench(commands: Any) -> None:
    from dictate.commands.bench_options import add_options

    add_options(_command(commands, "bench", _runner("bench"), "measure speed, memory and accuracy on this machine"))


# -- parsing --------------------------------------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, like every other error of ours."""

    def error(self, message: str) -> NoReturn:
        """Raise instead of printing the whole usage.

        Raises:
            UsageError: always.
        """
        raise UsageError(message[:1].upper() + message[1:], f"See '{self.prog} --help'.")


def _runner(name: str) -> Run:
    """What runs ``dictate.commands.NAME``, imported only then."""
    return lambda args: int(importlib.import_module(f"dictate.commands.{name}").run(args))


def _command(commands: Any, name: str, run: Run, summary: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=summary[:1].upper() + summary[1:] + ".",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--verbose", action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=run)
    return parser


def _add_dictation_options(parser: argparse.ArgumentParser, *, live: bool = True) -> None:
    if live:
        parser.add_argument("--demo", action="store_true", help="play the bundled clip in place of the microphone")
        parser.add_argument("--device", metavar="NAME", help="the microphone (see 'dictate devices')")
    parser.add_argument("--pair", metavar="P", help="the model pair (see 'dictate models')")
    parser.add_argument("--mode", metavar="M", help="distil, teacher or verified")
    parser.add_argument("--teacher", metavar="DIR", help="a folder with a Whisper checkpoint; with --distil")
    parser.add_argument("--distil", metavar="DIR", help="likewise, its distilled model; with --teacher")


def _seconds(word: str) -> float:
    value = float(word) if word.replace(".", "", 1).isdecimal() else 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"'{word}' is not a positive number of seconds")
    return value


def _with_default_command(words: list[str]) -> list[str]:
    """``dictate [options]`` means ``dictate window [options]``."""
    rest = words[1:] if words[:1] == ["--verbose"] else words
    if rest[:1] in (["-h"], ["--help"], ["--version"]) or (rest and not rest[0].startswith("-")):
        return words
    return [*words[: len(words) - len(rest)], "window", *rest]


# -- what the user reads --------------------------------------------------------------------------------------------


def _speak_utf8() -> None:
    """A transcript may hold any letter, and a file name any byte, whatever the terminal's encoding is."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def _explain(error: DictateError, *, verbose: bool) -> int:
    """One line: what failed, and what to do next."""
    if verbose:
        traceback.print_exception(error)
    message = " ".join(str(error).split())
    with suppress(OSError, ValueError):  # nobody is left to read it
        sys.stderr.write(f"dictate: {message}\n")
        sys.stderr.flush()
    return error.exit_code


def _storage_error(error: OSError) -> DictateError:
    where = f" {error.filename}" if error.filename else ""
    found = StorageError(
        f"Reading or writing{where} failed: {error.strerror or error}", "Check the place, and its free space."
    )
    found.__cause__ = error
    return found


def _unexpected(error: Exception) -> DictateError:
    found = DictateError(f"Unexpected {type(error).__name__}: {error}", "Please report it, with what --verbose shows.")
    found.__cause__ = error
    return found
