"""``dictate doctor``: looks at all that dictation needs, and says what to do where it is missing. Main thread."""

import argparse
import json
import platform
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from dictate import __version__, config, paths
from dictate.audio.devices import list_devices
from dictate.audio.portaudio import hint
from dictate.audio.vad import CascadeDetector
from dictate.audio.watching import load_watch
from dictate.commands.bundle import default_file, write_bundle
from dictate.commands.checks import OK, PROBLEM, Check
from dictate.commands.devices import device_words
from dictate.commands.disk import disk_findings
from dictate.commands.self_test import versions
from dictate.core.catalog import LOCAL, POCKET, find_pair
from dictate.core.errors import DictateError
from dictate.core.settings import Settings
from dictate.display import display_problem
from dictate.engine.checkpoint import check_checkpoint
from dictate.engine.device import DeviceChoice, choose_device, recommended_pair
from dictate.engine.options import engine_options
from dictate.engine.store import ModelState, ModelStore
from dictate.terminal import Terminal


def run(args: argparse.Namespace) -> int:
    """Make every check; 1 when one of them stops dictation."""
    terminal = Terminal()
    checks = []
    for check in all_checks():
        checks.append(check)
        if not args.json:
            terminal.line(check_words(check))
    if args.json:
        terminal.line(json.dumps([asdict(check) for check in checks], ensure_ascii=False))
    if args.bundle is not None:
        file = Path(args.bundle) if args.bundle else default_file()
        write_bundle(file, checks, with_text=args.with_text, with_audio=args.with_audio)
        terminal.message(f"dictate: The report is in {file}; look at it before you send it.")
    return 1 if any(check.stops_dictation for check in checks) else 0


def check_words(check: Check) -> str:
    """A finding in one line."""
    action = f" -> {check.action}" if check.action else ""
    return f"{check.status:8}{check.name:11}{check.detail}{action}"


def all_checks() -> Iterator[Check]:
    """The checks one after the other; the slow one (torch) comes late."""
    yield _versions()
    problem = config.problem_of(paths.settings_file())
    yield _settings(problem)
    settings = Settings() if problem else config.load(paths.settings_file()).settings
    yield from _guarded("microphone", _microphone)
    yield _watch()
    yield from _guarded("voice", lambda: _voice(settings))
    yield _display()
    yield from (
        Check(name="disk", status=PROBLEM if action else OK, detail=detail, action=action)
        for detail, action in disk_findings()
    )
    yield from _guarded("models", _pocket_model)
    yield from _guarded("models", lambda: _chosen_models(settings))
    choice = choose_device(engine_options(settings.models))
    yield _gpu(choice, settings)
    yield Check(name="attention", status=OK, detail=f"{choice.attention_reason}; {choice.precision_reason}")


def _guarded(name: str, check: Callable[[], Check]) -> Iterator[Check]:
    """The check, or the error that it met: one that stops dictation."""
    try:
        yield check()
    except DictateError as error:
        yield Check(name=name, status=PROBLEM, detail=error.user_message, action=error.action, stops_dictation=True)


def _versions() -> Check:
    installed = ", ".join(f"{name} {number}" for name, number in versions().items())
    return Check(
        name="versions",
        status=OK,
        detail=f"Dictate {__version__}, Python {platform.python_version()}, {platform.platform()}, {installed}",
    )


def _settings(problem: str) -> Check:
    file = paths.settings_file()
    if problem:
        action = "Repair it; at the next start it is set aside and defaults are used."
        return Check(name="settings", status=PROBLEM, detail=f"{file}: {problem}", action=action)
    return Check(name="settings", status=OK, detail=f"{file}{'' if file.exists() else ' (defaults; not there yet)'}")


def _microphone() -> Check:
    devices = list_devices()
    if not devices:
        action = f"Plug one in. {hint()} Without one: 'dictate --demo', 'dictate transcribe FILE'."
        return Check(name="microphone", status=PROBLEM, detail="there is none", action=action, stops_dictation=True)
    return Check(name="microphone", status=OK, detail="; ".join(map(device_words, devices)))


def _watch() -> Check:
    what = "another microphone of the system's is noticed"
    try:
        load_watch()
    except DictateError as error:
        detail = f"{what} at the next recording only: {error.user_message}"
        return Check(name="default", status=OK, detail=detail, action=error.action)
    return Check(name="default", status=OK, detail=f"{what} while you dictate")


def _voice(settings: Settings) -> Check:
    CascadeDetector(settings.segmenter)
    return Check(name="voice", status=OK, detail="the voice detectors (WebRTC and Silero) load")


def _display() -> Check:
    problem = display_problem()
    if problem:
        return Check(name="display", status=PROBLEM, detail=problem, action="Use 'dictate listen' in the terminal.")
    return Check(name="display", status=OK, detail="a window can be shown")


def _pocket_model() -> Check:
    for role in ("teacher", "distil"):
        check_checkpoint(paths.pocket_pair() / role)
    return Check(name="models", status=OK, detail="the bundled pocket pair is complete")


def _chosen_models(settings: Settings) -> Check:
    models = settings.models
    if models.pair == LOCAL:
        for folder in (models.teacher, models.distil):
            check_checkpoint(Path(folder))
        return Check(name="models", status=OK, detail=f"the local pair is complete: {models.teacher}, {models.distil}")
    pair = find_pair(models.pair or POCKET)
    store = ModelStore(paths.resources() / "models")
    found = [store.describe(spec) for spec in (pair.teacher, pair.distil)]
    detail = "the chosen pair " + pair.name + ": " + ", ".join(f"{files.name} {files.state}" for files in found)
    if all(files.state in (ModelState.BUNDLED, ModelState.DOWNLOADED) for files in found):
        return Check(name="models", status=OK, detail=detail)
    action = "What is missing is downloaded when the pair is first used; that needs a connection once."
    return Check(name="models", status=PROBLEM, detail=detail, action=action)


def _gpu(choice: DeviceChoice, settings: Settings) -> Check:
    detail = f"{choice.name}, {choice.precision}: {choice.device_reason}; it suits the pair {recommended_pair(choice)}"
    nvidia = Path("/proc/driver/nvidia/version").exists()
    if choice.problem and (settings.models.device == "cuda" or nvidia):
        action = "Install the GPU build of torch and a current driver (see the README), or set the device to 'cpu'."
        return Check(name="gpu", status=PROBLEM, detail=detail, action=action)
    return Check(name="gpu", status=OK, detail=detail)
