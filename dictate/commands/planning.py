"""Settings and command line together make a ``Plan``; what cannot be is said before anything is opened or loaded."""

import argparse
import os
from pathlib import Path

from dictate import config, paths
from dictate.audio.devices import find_device, list_devices
from dictate.core.catalog import LOCAL, POCKET, find_pair
from dictate.core.errors import UsageError
from dictate.core.settings import MicrophoneSettings, ModelSettings, Settings
from dictate.core.types import Mode, PairChoice
from dictate.engine.checkpoint import check_checkpoint
from dictate.plan import Plan, recognizers
from dictate.terminal import Terminal


def load_settings(terminal: Terminal) -> Settings:
    """The user's settings; a broken file is set aside and said so."""
    loaded = config.load(paths.settings_file())
    if loaded.message:
        terminal.message(f"dictate: {loaded.message}")
    return loaded.settings


def make_plan(args: argparse.Namespace, settings: Settings, *, live: bool = True) -> Plan:
    """What ``args`` ask for, on top of ``settings``.

    Raises:
        UsageError: a pair or mode that does not exist, or that does not go together.
        NotAModel: a folder without a Whisper checkpoint.
        AudioDeviceError: ``live``, and there is no such microphone, or none.
    """
    choice = pair_choice(args, settings.models)
    mode = typed_mode(args.mode or settings.models.mode)
    missing = recognizers(settings)(choice).modes[mode]
    if missing:
        raise UsageError(f"The mode '{mode}' cannot be used: {missing}", f"Choose {_other_modes(mode)}.")
    if not live:
        return Plan(settings=settings, choice=choice, mode=mode, microphone=settings.microphone)
    return Plan(
        settings=settings,
        choice=choice,
        mode=mode,
        microphone=typed_microphone(args.device) if args.device and not args.demo else settings.microphone,
        demo=args.demo,
        typed_device=bool(args.device),
    )


def check_microphone(plan: Plan) -> None:
    """Say that there is no microphone before models are loaded for it.

    Raises:
        AudioDeviceError: there is none, or not the one that was typed.
    """
    if not plan.demo:
        find_device(plan.microphone, strict=plan.typed_device)


def pair_choice(args: argparse.Namespace, saved: ModelSettings) -> PairChoice:
    """The pair that ``args`` name, or else the saved one.

    Raises:
        UsageError: it does not exist, or two are named.
        NotAModel: a folder without a Whisper checkpoint.
    """
    if args.teacher is not None or args.distil is not None:
        if args.teacher is None or args.distil is None:
            given, other = ("--distil", "--teacher") if args.teacher is None else ("--teacher", "--distil")
            raise UsageError(f"{given} needs {other} too: a pair is two models", f"Add {other} DIR.")
        if args.pair not in (None, LOCAL):
            raise UsageError("--pair and --teacher/--distil both name a pair", "Give one of them.")
        return _local(args.teacher, args.distil)
    name = args.pair if args.pair is not None else saved.pair or POCKET
    if name == LOCAL:
        if not (saved.teacher and saved.distil):
            raise UsageError("The pair 'local' needs two folders", "Give --teacher DIR and --distil DIR.")
        return _local(saved.teacher, saved.distil)
    return PairChoice(name=find_pair(name).name)


def _local(teacher: str, distil: str) -> PairChoice:
    folders = [Path(os.path.expanduser(folder)) for folder in (teacher, distil)]
    for folder in folders:
        check_checkpoint(folder)
    return PairChoice(name=LOCAL, teacher=folders[0].resolve(), distil=folders[1].resolve())


def typed_mode(name: str) -> Mode:
    """The mode called ``name``.

    Raises:
        UsageError: there is none.
    """
    try:
        return Mode(name)
    except ValueError as error:
        raise UsageError(f"There is no mode '{name}'", f"Choose one of: {', '.join(Mode)}.") from error


def _other_modes(mode: Mode) -> str:
    return " or ".join(other.value for other in Mode if other is not mode)


def typed_microphone(typed: str) -> MicrophoneSettings:
    """The device whose name is ``typed``, or the only one whose name holds it, in any case.

    Raises:
        UnknownDevice: there is none such, or several; names the ones there are.
        NoMicrophone: there is none at all.
    """
    names = dict.fromkeys(device.name for device in list_devices())
    fitting = [typed] if typed in names else [name for name in names if typed.casefold() in name.casefold()]
    wish = MicrophoneSettings(name=fitting[0] if len(fitting) == 1 else typed)
    find_device(wish, strict=True)
    return wish
