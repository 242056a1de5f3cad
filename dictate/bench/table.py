"""The results on a terminal, readable at 100 columns. Any thread."""

from collections.abc import Iterable, Iterator, Sequence

from dictate.bench.parts import Task
from dictate.bench.rows import PairResult, Row, Size
from dictate.bench.targets import Target

_NAME = 33
_HEAD = (
    f"{'model':9}{'implementation':{_NAME}}{'total':>8}{'median':>9}{'p95':>9}{'RTF':>7}{'WER':>6}{'peak':>8}"
    f"{'same':>6}{'acc.':>5}"
)
_UNDER = "-" * len(_HEAD)
LEGEND = (
    "total: all clips once, the sum of each clip's median; median, p95: of an utterance, samples to text;",
    "RTF: seconds for a second of sound; WER: per cent, jiwer with Whisper's normaliser; peak: memory",
    "beyond that of the libraries (Dictate: of the whole pair); same: clips with the tokens of generate",
    "in fp32; acc.: per cent of the drafted tokens that stood; floor: what the machine's arithmetic and",
    "memory take at the least, at the full window / the window trimmed to the utterance.",
)


def pair_lines(pair: PairResult) -> Iterator[str]:
    """A pair's table."""
    clips = "1 clip" if pair.clips == 1 else f"{pair.clips} clips"
    kind = " (random weights)" if pair.random else ""
    repeats = "once" if pair.repeats == 1 else f"{pair.repeats} times each"
    yield f"{pair.name}{kind}: {clips}, {pair.audio_seconds:.1f} s of sound, {repeats}, one utterance at a time"
    if pair.teacher is not None and pair.distil is not None:
        yield from sizes_lines(pair.teacher, pair.distil)
    if {"pair_bytes", "pair_bytes_apart"} <= pair.figures.keys():
        held, apart = _bytes(pair.figures["pair_bytes"]), _bytes(pair.figures["pair_bytes_apart"])
        one = (
            f"{held} with one encoder, {apart} with two" if pair.figures["shared_encoder"] else f"{held}, two encoders"
        )
        yield f"memory of the pair's weights in Dictate: {one}"
    yield ""
    yield _HEAD
    yield _UNDER
    for task in Task:
        rows = [row for row in pair.rows if row.task is task]
        if task in (Task.INTERIM, Task.INTERIM_PLAIN):
            yield from (_line("distil", row, f"{row.name}: {task}") for row in rows)
            continue
        for place, row in enumerate(rows):
            yield _line(task if place == 0 else "", row, f"{row.name} {row.precision}".rstrip())
        if task in pair.floors:
            bounds = pair.floors[task]
            told = f"{_time(bounds['full'])} / {_time(bounds['trimmed'])}"
            yield f"{'':9}{'hardware floor':{_NAME}}{'':8}{told:>18}"
    yield from (f"- {fact}" for fact in pair.facts)


def target_lines(targets: Sequence[Target]) -> Iterator[str]:
    """Targets, each met or missed."""
    for target in targets:
        limit = f"{target.limit:g}{target.unit} or {'less' if target.at_most else 'more'}"
        value = (f"{target.value:.0f}" if target.value >= 1000 else f"{target.value:.3g}") + target.unit
        yield f"{target.pair:10}{target.what:46}{value:>11}   {limit:18}{'met' if target.met else 'MISSED'}".rstrip()


def sizes_lines(teacher: Size, distil: Size) -> Iterator[str]:
    """Parameters, and distil's share."""
    whole = distil.parameters / teacher.parameters
    decoder = distil.decoder_parameters / teacher.decoder_parameters
    yield f"teacher: {_count(teacher.parameters)} parameters, decoder {_count(teacher.decoder_parameters)}"
    yield (
        f"distil: {_count(distil.parameters)} parameters ({whole:.0%} of the teacher's), "
        f"decoder {_count(distil.decoder_parameters)} ({decoder:.0%})"
    )


def _line(model: str, row: Row, name: str) -> str:
    if not row.measured:
        return f"{model:9}{name:{_NAME}} {row.problem or 'not measured'}"
    cells: Iterable[tuple[str, int]] = (
        (f"{row.total_s:.2f} s", 8),
        (_time(row.median_s), 9),
        (_time(row.p95_s), 9),
        (f"{row.real_time_factor:.3f}", 7),
        ("-" if row.word_error_rate is None else f"{100 * row.word_error_rate:.1f}", 6),
        ("-" if row.memory_bytes is None else _bytes(row.memory_bytes), 8),
        ("-" if row.same_tokens is None else f"{row.same_tokens}/{len(row.seconds)}", 6),
        ("-" if row.accept_rate is None else f"{100 * row.accept_rate:.0f}", 5),
    )
    return f"{model:9}{name:{_NAME}}" + "".join(f"{text:>{width}}" for text, width in cells)


def _time(seconds: float) -> str:
    milliseconds = 1000 * seconds
    return f"{milliseconds:.1f} ms" if milliseconds < 100 else f"{milliseconds:.0f} ms"


def _bytes(count: float) -> str:
    return f"{count / 1e6:.0f} MB" if count < 1e9 else f"{count / 1e9:.2f} GB"


def _count(parameters: int) -> str:
    return f"{parameters / 1e6:.1f} M" if parameters < 1e8 else f"{parameters / 1e6:.0f} M"
