"""``dictate self-test``: the demo clip through the whole pipeline with the pocket pair. Main thread."""

import argparse
import platform
import re
from difflib import SequenceMatcher
from importlib.metadata import PackageNotFoundError, version

from dictate import __version__, paths
from dictate.commands.planning import load_settings
from dictate.commands.reports import Dictating
from dictate.commands.transcriber import Transcriber, Transcription
from dictate.core.catalog import POCKET
from dictate.core.ledger import LedgerTotals
from dictate.core.settings import MicrophoneSettings, ModelSettings, Settings
from dictate.core.types import Mode, PairChoice
from dictate.plan import Plan
from dictate.terminal import Terminal

PACKAGES = ("torch", "transformers", "numpy", "sounddevice", "soxr", "PySide6-Essentials", "flash-attn")
_LEAST_SHARE = 0.95
"""Of the words right: another processor may round one of them away."""


def run(_args: argparse.Namespace) -> int:
    """Recognise with the teacher and with the distil; 0 when both got the words."""
    terminal = Terminal()
    terminal.line(f"Dictate {__version__}, Python {platform.python_version()}, {platform.platform()}")
    terminal.line(", ".join(f"{name} {installed}" for name, installed in versions().items()))
    device = load_settings(terminal).models.device
    results = [_passes(mode, device, terminal) for mode in (Mode.TEACHER, Mode.DISTIL)]
    terminal.line("self-test passed" if all(results) else "self-test FAILED")
    return 0 if all(results) else 1


def versions() -> dict[str, str]:
    """The installed packages that matter; a missing one is ``none``."""
    found = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "none"
    return found


def _passes(mode: Mode, device: str, terminal: Terminal) -> bool:
    plan = Plan(
        settings=Settings(models=ModelSettings(device=device)),
        choice=PairChoice(name=POCKET),
        mode=mode,
        microphone=MicrophoneSettings(),
    )
    with Dictating(plan) as dictating:
        done = Transcriber(dictating, terminal).transcribe(paths.demo_clip())
    wanted, heard = words_of(paths.demo_text()), words_of(_text(done))
    right = matching_words(wanted, heard)
    terminal.line(
        f"{mode}: {right} of {len(wanted)} words right, {len(heard) - right} wrong or too many; "
        f"{done.duration_s:.1f} s of sound, recognised in {_recognition_s(done):.2f} s"
    )
    return right >= _LEAST_SHARE * len(wanted) and len(heard) <= len(wanted) / _LEAST_SHARE and _balanced(done.ledger)


def _text(done: Transcription) -> str:
    return " ".join(final.text for final in done.finals)


def _recognition_s(done: Transcription) -> float:
    times = (final.latency for final in done.finals)
    return sum(time.features_ms + time.encoder_ms + time.decoder_ms for time in times) / 1000


def _balanced(ledger: LedgerTotals) -> bool:
    return ledger.captured > 0 and ledger.missing == 0


def words_of(text: str) -> list[str]:
    """Words without case and punctuation."""
    return re.findall(r"[\w']+", text.casefold())


def matching_words(wanted: list[str], heard: list[str]) -> int:
    """How many of ``wanted`` were heard, in their order."""
    return sum(block.size for block in SequenceMatcher(None, wanted, heard, autojunk=False).get_matching_blocks())
