"""The results as a picture: bars by implementation, the hardware's floor as a line. Main thread; needs matplotlib."""

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dictate.bench.faster import FASTER
from dictate.bench.generate import ASSISTED, GENERATE
from dictate.bench.parts import OURS, Task
from dictate.bench.rows import PairResult, Row
from dictate.core.errors import DictateError

_COLORS = {OURS: "#0072B2", GENERATE: "#E69F00", ASSISTED: "#CC79A7", FASTER: "#009E73"}
"""Okabe and Ito's, which can be told apart with any colour vision."""
_INK, _QUIET, _FLOOR = "#222222", "#777777", "#222222"
_TASKS = (Task.DISTIL, Task.VERIFIED, Task.TEACHER)
_BAR, _GAP = 0.78, 0.8
_INCHES_A_ROW = 0.235


def check_plotting() -> None:
    """See that there is matplotlib, before minutes are spent on measuring.

    Raises:
        DictateError: there is none.
    """
    if importlib.util.find_spec("matplotlib") is None:
        raise DictateError("The plot needs matplotlib, which is not installed", "Run: pip install matplotlib")


def plot(results: Sequence[PairResult], machine: dict[str, Any], target: Path) -> None:
    """Write PNG or SVG by the ending of ``target``: a panel for each pair, milliseconds an utterance (median).

    Raises:
        OSError: it cannot be written.
    """
    import matplotlib as mpl  # noqa: PLC0415 - may be missing, and takes a second

    mpl.use("Agg")
    from matplotlib import pyplot  # noqa: PLC0415 - likewise

    pyplot.rcParams.update({"font.family": "sans-serif", "font.size": 9, "svg.fonttype": "path"})
    columns = 2 if len(results) > 2 else 1
    heights = [max(map(_slots, results[first : first + columns])) for first in range(0, len(results), columns)]
    figure, axes = pyplot.subplots(
        nrows=len(heights),
        ncols=columns,
        squeeze=False,
        figsize=(11.0 if columns == 2 else 8.6, _INCHES_A_ROW * sum(heights) + 0.7 * len(heights) + 0.9),
        gridspec_kw={"height_ratios": heights},
        layout="constrained",
        facecolor="white",
    )
    panels = list(axes.flat)
    for panel, pair in zip(panels, results, strict=False):
        _draw(panel, pair)
    for panel in panels[len(results) :]:
        panel.set_axis_off()
    where = machine.get("gpu") or f"{machine['processor']}, {machine['threads']} threads"
    day = str(machine["date"]).split(" ", maxsplit=1)[0]
    heading = f"Milliseconds for an utterance, from sound to text (median); less is better. {where}, {day}"
    figure.suptitle(heading, x=0.01, ha="left", color=_QUIET, fontsize=9)
    _legend(figure, results)
    figure.savefig(target, dpi=160, facecolor="white")
    pyplot.close(figure)


def _rows(pair: PairResult, task: Task) -> list[Row]:
    """One of each implementation: our first precision alone."""
    chosen: dict[str, Row] = {}
    for row in pair.rows:
        if row.task is task and row.measured:
            chosen.setdefault(row.name, row)
    return list(chosen.values())


def _slots(pair: PairResult) -> float:
    return sum(len(_rows(pair, task)) + _GAP for task in _TASKS if _rows(pair, task))


def _draw(panel: Any, pair: PairResult) -> None:
    place, widest = 0.0, 0.0
    ticks, names = [], []
    for task in _TASKS:
        rows = _rows(pair, task)
        if not rows:
            continue
        first = place
        for row in rows:
            value = 1000 * row.median_s
            widest = max(widest, value)
            panel.barh(place, value, height=_BAR, color=_COLORS.get(row.name, _QUIET), linewidth=0)
            text = f" {value:,.0f} ms  {row.precision}" if value >= 10 else f" {value:.1f} ms  {row.precision}"
            panel.text(value, place, text, va="center", color=_INK, fontsize=8)
            place += 1
        bound = 1000 * pair.floors[task]["trimmed"] if task in pair.floors else None
        if bound is not None:
            panel.vlines(bound, first - 0.5, place - 0.5, color=_FLOOR, linewidth=1.6, zorder=3)
        ticks.append((first + place - 1) / 2)
        names.append(task.value)
        place += _GAP
    panel.set_yticks(ticks, names, color=_INK, fontsize=9)
    panel.set_ylim(place - _GAP - 0.4, -0.6)
    panel.set_xlim(0, widest * 1.18 or 1)
    panel.set_title(_title(pair), loc="left", color=_INK, fontsize=10.5, fontweight="bold")
    panel.tick_params(axis="both", length=0, labelcolor=_QUIET)
    panel.tick_params(axis="y", labelcolor=_INK)
    panel.locator_params(axis="x", nbins=6)
    panel.grid(axis="x", color="#E4E4E4", linewidth=0.8)
    panel.set_axisbelow(True)
    for spine in panel.spines.values():
        spine.set_visible(False)


def _title(pair: PairResult) -> str:
    seconds = pair.audio_seconds / pair.clips
    kind = ", random weights" if pair.random else ""
    return f"{pair.name}{kind}: utterances of {seconds:.1f} s"


def _legend(figure: Any, results: Sequence[PairResult]) -> None:
    from matplotlib.lines import Line2D  # noqa: PLC0415 - as in ``plot``
    from matplotlib.patches import Patch  # noqa: PLC0415 - likewise

    there = {row.name for pair in results for row in pair.rows if row.measured}
    marks: list[Any] = [Patch(color=color, label=name) for name, color in _COLORS.items() if name in there]
    marks.append(Line2D([], [], color=_FLOOR, linewidth=1.6, label="hardware's floor"))
    figure.legend(handles=marks, loc="outside lower center", ncols=len(marks), frameon=False, fontsize=8.5)
