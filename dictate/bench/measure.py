"""One pair measured: everyone gathered, warmed up, asked in turns, and what came out as rows. Main thread."""

import importlib.util
from collections.abc import Sequence

from dictate.bench import contest
from dictate.bench.accuracy import word_error_rate
from dictate.bench.contest import Contender, Say
from dictate.bench.floor import Rates, floor
from dictate.bench.ours import Ours
from dictate.bench.parts import Checkpoints, Clip, Heard, Task
from dictate.bench.plain import plain_folder
from dictate.bench.rows import PairResult, Row
from dictate.bench.shapes import shape_of
from dictate.bench.versus import Conditions, Field, Gathering
from dictate.bench.worker import Worker, WorkerFailed
from dictate.engine.checkpoint import check_checkpoint

_MODELS = (Task.TEACHER, Task.DISTIL, Task.VERIFIED)


def measure_pair(
    name: str,
    pair: Checkpoints,
    clips: Sequence[Clip],
    conditions: Conditions,
    *,
    repeats: int,
    tokens: int | None,
    rates: Rates,
    say: Say,
) -> PairResult:
    """All rows of ``pair`` over ``clips``; one with random weights writes ``tokens`` for each, None for a real pair.

    Raises:
        NotAModel: a folder holds no Whisper checkpoint.
    """
    teacher, distil = check_checkpoint(pair.teacher), check_checkpoint(pair.distil)
    pair = Checkpoints(
        teacher=plain_folder(teacher, conditions.work / "plain-teacher"),
        distil=plain_folder(distil, conditions.work / "plain-distil"),
    )
    language = "en" if teacher.multilingual else None
    gathering = Gathering(pair, clips, conditions, language=language, tokens=tokens, say=say)
    with gathering.gathered() as field:
        say("warming up")
        contest.warm_up(field.contenders, clips)
        contest.run(field.contenders, clips, repeats, say)
        rows = tuple(_row(contender, field, pair, clips) for contender in field.contenders)
    facts, figures = list(field.facts), _pair_memory(field, pair, conditions, language, say)
    if any(clip.text for clip in clips) and importlib.util.find_spec("jiwer") is None:
        facts.append("no word error rate: pip install jiwer")
    shape = shape_of(name, teacher.config, distil.config)
    seconds = sum(clip.seconds for clip in clips)
    floors = {}
    for task in _MODELS:
        written = next((row.tokens for row in rows if row.task is task and row.measured), 0)
        bound = floor(shape, task, seconds=seconds / len(clips), tokens=round(written / len(clips)), rates=rates)
        floors[task] = {"full": bound.full, "trimmed": bound.trimmed}
    return PairResult(
        name=name,
        random=tokens is not None,
        clips=len(clips),
        audio_seconds=seconds,
        repeats=repeats,
        rows=rows,
        teacher=field.sizes.get(Task.TEACHER),
        distil=field.sizes.get(Task.DISTIL),
        floors=floors,
        facts=tuple(facts),
        figures=figures,
    )


def _row(contender: Contender, field: Field, pair: Checkpoints, clips: Sequence[Clip]) -> Row:
    """What came out of one; the text is that of the last repeat."""
    if contender.worker is None or contender.problem:
        return Row(task=contender.task, name=contender.name, problem=contender.problem, ours=contender.ours)
    worker = contender.worker
    last = [heard[-1] for heard in contender.heard]
    memory = worker.memory()
    drafted = sum(heard.drafted for heards in contender.heard for heard in heards)
    accepted = sum(heard.accepted for heards in contender.heard for heard in heards)
    return Row(
        task=contender.task,
        name=contender.name,
        precision=worker.loaded.precision,
        seconds=tuple(tuple(heard.seconds for heard in heards) for heards in contender.heard),
        audio_seconds=sum(clip.seconds for clip in clips),
        tokens=sum(len(heard.tokens) for heard in last),
        same_tokens=_same(contender.task, last, field),
        word_error_rate=word_error_rate(
            pair.of(contender.task), [clip.text for clip in clips], [heard.text for heard in last]
        ),
        accept_rate=accepted / drafted if drafted else None,
        memory_bytes=memory.on_device or memory.peak or None,
        note=worker.loaded.note,
        ours=contender.ours,
    )


def _same(task: Task, heard: Sequence[Heard], field: Field) -> int | None:
    """In how many clips the tokens are the reference's; the mode Verified promises those of the teacher."""
    reference = field.reference.get(Task.TEACHER if task is Task.VERIFIED else task)
    if task in (Task.INTERIM, Task.INTERIM_PLAIN):
        reference = field.reference.get(Task.DISTIL)
    if reference is None:
        return None
    return sum(one.tokens == right for one, right in zip(heard, reference, strict=True))


def _pair_memory(
    field: Field, pair: Checkpoints, conditions: Conditions, language: str | None, say: Say
) -> dict[str, float]:
    """Bytes of our loaded pair: with one encoder for both, and with two."""
    ours = next((one.worker for one in field.contenders if one.ours and one.worker is not None), None)
    if ours is None:
        return {}
    from dictate.bench.weights import write_apart  # noqa: PLC0415 - imports torch

    figures = dict(ours.loaded.facts)
    apart = conditions.work / "apart"
    if not write_apart(pair.distil, apart):
        return figures
    say("loading the pair without sharing its encoder")
    recipe = Ours(
        pair=Checkpoints(teacher=pair.teacher, distil=apart),
        device=conditions.device,
        precision=ours.loaded.precision,
        window=conditions.window,
        threads=conditions.threads,
        language=language,
    )
    try:
        worker = Worker(recipe, threads=conditions.threads, device=conditions.device)
    except WorkerFailed:
        return figures
    worker.close()
    return figures | {"pair_bytes_apart": worker.loaded.facts["pair_bytes"]}
