"""The options of ``dictate bench``, and which subject each belongs to. Main thread."""

import argparse
from collections.abc import Mapping
from types import MappingProxyType

from dictate.core.errors import UsageError

MODELS, LIVE, IDLE, BUSY, UI, SESSION = "models", "live", "idle", "busy", "ui", "session"
SUBJECTS: Mapping[str, str] = MappingProxyType(
    {
        MODELS: "a pair beside transformers and faster-whisper (the default)",
        LIVE: "clips spoken in real time: how late the text is, and whether all of it stays",
        IDLE: "processor time while listening in silence",
        BUSY: "utterances beside programs that want every core",
        UI: "time to the window, and stalls of its event loop",
        SESSION: "half an hour of dictation at speed, and 5,000 cards",
    }
)
DEFAULT_TOKENS, MAX_TOKENS = 25, 200
DEFAULT_AGREEMENT = 0.92
DEFAULT_IDLE_S = 30.0
_PAIR = (MODELS, LIVE, IDLE, BUSY)
_BELONGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "pair": _PAIR,
        "teacher": _PAIR,
        "distil": _PAIR,
        "clips": (MODELS, LIVE, BUSY),
        "shape": (MODELS,),
        "tokens": (MODELS,),
        "accept": (MODELS,),
        "repeats": (MODELS,),
        "compute": (MODELS,),
        "threads": (MODELS,),
        "precision": (MODELS,),
        "window": (MODELS,),
        "no_peers": (MODELS,),
        "plot": (MODELS,),
        "mode": (LIVE, BUSY),
        "no_window": (LIVE, IDLE),
        "seconds": (IDLE,),
        "microphone": (IDLE,),
    }
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """All of them, each with a default of None or False: what was typed can be told from what was not."""
    subjects = "; ".join(f"{name}: {what}" for name, what in SUBJECTS.items())
    parser.add_argument("subject", nargs="?", default=MODELS, metavar="SUBJECT", help=subjects)
    every = parser.add_argument_group("every subject")
    every.add_argument("--json", nargs="?", const="-", metavar="FILE", help="as JSON, to FILE or in place of the table")
    pair = parser.add_argument_group("models, live, idle, busy")
    pair.add_argument("--pair", metavar="P", help="the model pair (see 'dictate models'); pocket by default")
    pair.add_argument("--teacher", metavar="DIR", help="a folder with a Whisper checkpoint; with --distil")
    pair.add_argument("--distil", metavar="DIR", help="likewise, its distilled model; with --teacher")
    pair.add_argument(
        "--clips", metavar="C", help="a folder with transcripts.tsv, or librispeech (73 utterances, from the hub)"
    )
    pair.add_argument("--mode", metavar="M", help="live, busy: distil, teacher or verified")
    pair.add_argument("--no-window", action="store_true", help="live, idle: leave the window's own figures out")
    pair.add_argument("--seconds", type=_seconds, metavar="N", help=f"idle: how long ({DEFAULT_IDLE_S:.0f} by default)")
    pair.add_argument("--microphone", metavar="NAME", help="idle: listen to it, in place of a silent clip")
    models = parser.add_argument_group("models")
    models.add_argument(
        "--shape",
        action="append",
        metavar="S",
        help="a pair with random weights: large-v2, large-v3, medium.en, small.en, base.en, tiny.en, or "
        "WIDTHxENCODERxTEACHERxDISTIL layers; may be repeated, and joined with --pair",
    )
    models.add_argument(
        "--tokens", type=_tokens, metavar="N", help=f"with --shape: tokens of an utterance ({DEFAULT_TOKENS})"
    )
    models.add_argument(
        "--accept",
        type=_share,
        metavar="RATE",
        help=f"with --shape: share of the tokens on which teacher and distil agree ({DEFAULT_AGREEMENT})",
    )
    models.add_argument("--repeats", type=_repeats, metavar="N", help="how often each clip is recognised (3; shapes 5)")
    models.add_argument("--threads", type=_threads, metavar="N", help="of the processor, for each (one for each core)")
    models.add_argument("--compute", metavar="D", help="auto (default), cpu or cuda")
    models.add_argument(
        "--precision",
        action="append",
        metavar="P",
        help="of Dictate: auto (default), fp32, bf16, int8 or fp16; may be repeated",
    )
    models.add_argument("--window", metavar="W", help="of Dictate: auto (default) or full")
    models.add_argument("--no-peers", action="store_true", help="Dictate alone")
    models.add_argument("--plot", metavar="FILE", help="bars with the hardware's floor, as PNG or SVG")


def check_options(args: argparse.Namespace) -> None:
    """See that the subject exists, and that the options belong to it.

    Raises:
        UsageError: names what does.
    """
    if args.subject not in SUBJECTS:
        raise UsageError(
            f"There is nothing called '{args.subject}' to measure", f"Choose one of: {', '.join(SUBJECTS)}."
        )
    for option, subjects in _BELONGS.items():
        if getattr(args, option) not in (None, False) and args.subject not in subjects:
            typed = f"--{option.replace('_', '-')}"
            raise UsageError(
                f"{typed} does not belong to 'bench {args.subject}'", f"It belongs to: {', '.join(subjects)}."
            )


def _tokens(word: str) -> int:
    return _number(word, MAX_TOKENS, "tokens")


def _repeats(word: str) -> int:
    return _number(word, 1000, "repeats")


def _threads(word: str) -> int:
    return _number(word, 256, "threads")


def _number(word: str, most: int, what: str) -> int:
    value = int(word) if word.isdecimal() else 0
    if not 1 <= value <= most:
        raise argparse.ArgumentTypeError(f"'{word}' is not a number of {what} from 1 to {most}")
    return value


def _share(word: str) -> float:
    value = float(word) if word.replace(".", "", 1).isdecimal() else -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"'{word}' is not a share from 0 to 1")
    return value


def _seconds(word: str) -> float:
    value = float(word) if word.replace(".", "", 1).isdecimal() else 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"'{word}' is not a positive number of seconds")
    return value
