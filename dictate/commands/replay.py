"""``dictate replay``: a kept dictation through the pipeline again, to see whether the same comes of it. Main thread."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from dictate.archive import root
from dictate.commands.planning import load_settings, make_plan
from dictate.commands.recover import with_models_of
from dictate.commands.reports import Dictating
from dictate.commands.transcriber import Transcriber
from dictate.core.errors import SettingsError, UsageError
from dictate.core.keeping import ADOPTED, Kept, read_kept
from dictate.core.kept_events import Piece
from dictate.core.kept_sessions import session_named
from dictate.core.settings import Settings, from_dict
from dictate.core.types import Final, Mode, Outcome, seconds_of
from dictate.pipeline.messages import BreakOff, Cancel, Paused, SetMode
from dictate.pipeline.rereading import Command, Rereading
from dictate.pipeline.session import Session
from dictate.terminal import Terminal


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One recording, then and now: ``differences`` in words, empty when all is the same."""

    recording: int
    segments: int
    texts: int
    differences: tuple[str, ...]


def run(args: argparse.Namespace) -> int:
    """Replay every recording of the session; 1 when something differs."""
    terminal = Terminal()
    kept = read_kept(session_named(root(), args.session))
    own = [number for number in kept.recordings if number < ADOPTED]
    taken_over = len(kept.recordings) - len(own)
    if taken_over:
        terminal.message(f"dictate: Recordings from an earlier dictation that was recovered: {taken_over}, left out.")
    if not own:
        raise UsageError(
            f"Of the dictation {kept.name} no sound of its own is kept", "Choose another one (dictate recover)."
        )
    results = [_replay(kept, number, args, terminal) for number in own]
    if args.json:
        recordings = [
            {
                "recording": each.recording,
                "segments": each.segments,
                "texts": each.texts,
                "differences": list(each.differences),
            }
            for each in results
        ]
        terminal.line(json.dumps({"session": kept.name, "recordings": recordings}, ensure_ascii=False))
    else:
        for each in results:
            outcome = "the same again" if not each.differences else f"{len(each.differences)} differences"
            terminal.line(f"recording {each.recording}: {each.segments} segments, {each.texts} texts: {outcome}")
            for difference in each.differences:
                terminal.line(f"    {difference}")
    return 1 if any(each.differences for each in results) else 0


def _replay(kept: Kept, number: int, args: argparse.Namespace, terminal: Terminal) -> Comparison:
    started = kept.started.get(number, {})
    mode = str(started.get("mode") or kept.manifest.get("mode") or Mode.DISTIL.value)
    if args.pair is None and args.teacher is None and args.distil is None:
        args = with_models_of(kept, args)
    plan = make_plan(argparse.Namespace(**{**vars(args), "mode": mode}), load_settings(terminal), live=False)
    with Dictating(replace(plan, settings=_settings(kept, started, plan.settings))) as dictating:
        transcriber = Transcriber(dictating, terminal)
        transcriber.wait_for_model()
        source = Rereading(
            f"recording {number}", lambda: [kept.sound(number)], _commands(kept, number, dictating.session)
        )
        done = transcriber.hear(source, kept.folder, seconds_of(kept.lengths[number]))
    return _compare(kept, number, done.finals)


def _settings(kept: Kept, started: dict[str, Any], now: Settings) -> Settings:
    """How the sound was cut and recognised then; as it is done now where that is not known.

    Raises:
        UsageError: this version cannot do it so.
    """
    manifest = kept.manifest
    then = {
        "segmenter": started.get("segmenter") or manifest.get("segmenter") or {},
        "models": {"language": manifest.get("language", now.models.language)},
        "text": {"custom_words": manifest.get("custom_words", [])},
    }
    try:
        known = from_dict(then)
    except SettingsError as error:
        raise UsageError(f"The dictation {kept.name} cannot be replayed: {error.user_message}") from error
    return replace(
        now,
        segmenter=known.segmenter,
        models=replace(now.models, language=known.models.language),
        text=replace(now.text, custom_words=known.text.custom_words),
    )


def _commands(kept: Kept, number: int, session: Session) -> list[Command]:
    """What the user did in the recording, at the sample at which it took effect."""
    found: list[Command] = []
    first = kept.started.get(number, {}).get("first_id", 1)
    before = first - 1 if isinstance(first, int) else 0
    for event in kept.commands.get(number, []):
        command = _command(event, before)
        if command is not None:
            found.append((event["sample"], partial(session.redo, command)))
    return found


def _command(event: dict[str, Any], before: int) -> BreakOff | Cancel | Paused | SetMode | None:
    """None for one that this version does not know; ``before``: utterances of the recordings before."""
    match event:
        case {"kind": "mode", "mode": mode} if mode in set(Mode):
            return SetMode(Mode(mode))
        case {"kind": "cancel"}:
            return Cancel()
        case {"kind": "break"}:
            return BreakOff()
        case {"kind": "paused", "utterance": int(utterance), "end": int(end), "sentence": bool(sentence)}:
            return Paused(utterance - before, end, sentence)
        case _:
            return None


def _compare(kept: Kept, number: int, finals: Sequence[Final]) -> Comparison:
    pieces = sorted((piece for piece in kept.pieces.values() if piece.recording == number), key=lambda piece: piece.id)
    if number not in kept.ended:
        finals = finals[: len(pieces)]  # what broke off was never cut
    differences = []
    if len(pieces) != len(finals):
        differences.append(f"{len(pieces)} segments then, {len(finals)} now")
    texts = 0
    for piece, final in zip(pieces, finals, strict=False):
        differences += _differences(piece, final)
        told = kept.told.get(piece.id)
        if told is None or told.outcome == Outcome.FAILED:
            continue
        texts += 1
        now = final.text if final.outcome is Outcome.TEXT else ""
        was = told.text if told.outcome == Outcome.TEXT else ""
        if was != now:
            differences.append(f'utterance {piece.id}: "{was}" then ({told.model}), "{now}" now ({final.model})')
    return Comparison(recording=number, segments=len(pieces), texts=texts, differences=tuple(differences))


def _differences(piece: Piece, final: Final) -> list[str]:
    segment = final.utterance.segment
    then = (piece.start, piece.end, piece.mode)
    now = (segment.start_sample, segment.end_sample, final.mode.value)
    return [] if then == now else [f"utterance {piece.id}: samples and mode {then} then, {now} now"]
