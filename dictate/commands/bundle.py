"""``dictate doctor --bundle``: all that a bug report needs; without sound and text unless asked. Main thread."""

import json
import zipfile
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from dictate import config, paths
from dictate.archive import root
from dictate.commands.checks import PROBLEM, Check
from dictate.core.errors import StorageError
from dictate.core.keeping import Kept, audio_file, read_kept
from dictate.core.kept_sessions import sessions_in
from dictate.core.saving import remedy, why
from dictate.core.settings import to_dict
from dictate.core.transcript import count_words

LEFT_OUT = "there is a problem; its words are left out, for they may quote yours"
SESSIONS = 3
"""The newest are enough to see what happened."""


def default_file() -> Path:
    """Where it goes when nothing is said: into the current folder."""
    return Path(f"dictate-report-{datetime.now().astimezone():%Y%m%d-%H%M%S}.zip")


def write_bundle(file: Path, checks: list[Check], *, with_text: bool, with_audio: bool) -> Path:
    """Write it; returns where it is.

    Raises:
        StorageError: it cannot be written.
    """
    try:
        with zipfile.ZipFile(file, "x", zipfile.ZIP_DEFLATED) as bundle:
            found = [_check(check, with_text=with_text) for check in checks]
            bundle.writestr("doctor.json", json.dumps(found, indent=1))
            bundle.writestr("settings.json", json.dumps(_settings(with_text=with_text), indent=1))
            for log in sorted(paths.log_folder().glob("dictate.log*")):
                bundle.write(log, f"log/{log.name}")
            for folder in sessions_in(root())[:SESSIONS]:
                _add_session(bundle, read_kept(folder), with_text=with_text, with_audio=with_audio)
        file.chmod(0o600)
    except FileExistsError as error:
        raise StorageError(f"{file} is there already", "Choose another name.") from error
    except OSError as error:
        raise StorageError(f"{file} cannot be written: {why(error)}", remedy(error)) from error
    return file


def _check(check: Check, *, with_text: bool) -> dict[str, Any]:
    """A problem of the settings quotes them."""
    if check.name == "settings" and check.status == PROBLEM and not with_text:
        check = replace(check, detail=LEFT_OUT)
    return asdict(check)


def _settings(*, with_text: bool) -> dict[str, Any]:
    """As they are now; the user's own words are text too."""
    if config.problem_of(paths.settings_file()):
        return {}
    plain = to_dict(config.load(paths.settings_file()).settings)
    return plain if with_text else _without_words(plain)


def _without_words(plain: dict[str, Any]) -> dict[str, Any]:
    """What holds words by its length."""
    text = {key: len(value) if isinstance(value, list | dict | str) else value for key, value in plain["text"].items()}
    return {**plain, "text": text}


def _add_session(bundle: zipfile.ZipFile, kept: Kept, *, with_text: bool, with_audio: bool) -> None:
    manifest = dict(kept.manifest)
    if not with_text:
        manifest.pop("custom_words", None)
    told = {
        key: {
            "outcome": each.outcome,
            "model": each.model,
            "words": count_words(each.text),
            **({"text": each.text, "reason": each.reason} if with_text else {}),  # a reason may quote the text
        }
        for key, each in sorted(kept.told.items())
    }
    session = {
        "manifest": manifest,
        "samples": kept.lengths,
        "recordings": kept.started,
        "commands": kept.commands,
        "segments": [asdict(piece) for _, piece in sorted(kept.pieces.items())],
        "finals": told,
        "without_text_s": round(kept.unwritten_s, 3),
    }
    bundle.writestr(f"sessions/{kept.name}/session.json", json.dumps(session, indent=1, ensure_ascii=True))
    if with_text:
        bundle.writestr(f"sessions/{kept.name}/text.txt", kept.text)
    if with_audio:
        for number in kept.lengths:
            bundle.write(audio_file(kept.folder, number), f"sessions/{kept.name}/audio-{number}.wav")
