"""Model files and hubs that are bad, while someone dictates with another pair: nothing that is said is lost.

Each fault is made on the real files or by a real hub on this computer; dictation goes on with the pocket pair, whose
real models recognise what is said while the other pair is wished for.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dictate.core.events import Failed, ModelReady, Stopped
from dictate.core.settings import SegmenterSettings
from dictate.core.types import Mode, PairChoice
from dictate.engine import download
from dictate.engine.options import EngineOptions
from dictate.engine.pair import create_recognizer_factory
from dictate.pipeline.session import Session
from tests.engine.parts import MODELS, POCKET, clip, transcripts
from tests.engine.test_store import cut, flip_a_bit, make_it_a_pickle
from tests.faults.conftest import Reliability
from tests.hub import Hub, running_hub
from tests.pipeline.parts import HandSource, LoudDetector, Recorder, silence

WISHED = PairChoice(name="small.en")
REPOSITORY = "distil-whisper/distil-small.en"
WEIGHTS = "model.safetensors"
CLIP = "clip01.flac"


@pytest.fixture
def small(hub_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub with the distil of ``WISHED``, so far as the name goes."""
    with running_hub(REPOSITORY, POCKET / "distil") as running:
        monkeypatch.setenv("HF_ENDPOINT", running.url)
        yield running


@dataclass
class Dictating:
    """Someone who dictates with the pocket pair."""

    session: Session
    recorder: Recorder

    def during(self, fault: Callable[[], None]) -> tuple[int, int]:
        """Dictate a sentence before ``fault``, one after it; returns the samples and the words that were lost."""
        before = len(self.recorder.finals)
        stops = len(self.recorder.of(Stopped))
        source = HandSource(live=False)  # no sound comes while the fault is waited for
        self.session.start(source)
        source.push(clip(CLIP))
        source.push(silence(1000))
        fault()
        source.push(clip(CLIP))
        source.push(silence(1000))
        self.session.stop()
        ledger = self.recorder.stopped(stops + 1).ledger
        said = 2 * transcripts()[CLIP].split()
        heard = " ".join(final.text for final in self.recorder.finals[before:]).split()
        pushed = 2 * (len(clip(CLIP)) + len(silence(1000)))
        return pushed - ledger.text - ledger.silence, sum(heard.count(word) < said.count(word) for word in set(said))


@pytest.fixture(scope="module")
def dictating() -> Iterator[Dictating]:
    """One session for all faults."""
    recorder = Recorder()
    session = Session(
        recorder,
        create_recognizer_factory(MODELS, EngineOptions(device="cpu")),
        lambda _settings: LoudDetector(),
        SegmenterSettings(interim_ms=0),
        language="en",
    )
    session.set_pair(PairChoice(name="pocket"))
    recorder.wait(ModelReady)
    yield Dictating(session, recorder)
    session.close()


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is done to the hub or, after a download, to the weights; ``sees`` is in the message."""

    name: str
    sees: str
    hub: Callable[[Hub], None] = lambda _hub: None
    weights: Callable[[Path], None] | None = None


def set_to(**values: object) -> Callable[[Hub], None]:
    def change(hub: Hub) -> None:
        for name, value in values.items():
            setattr(hub, name, value)

    return change


def wrong_bytes(hub: Hub) -> None:
    hub.sent[WEIGHTS] = bytes(len(hub.files[WEIGHTS]))


SIZE = (POCKET / "distil" / WEIGHTS).stat().st_size
FAULTS = [
    Fault(name="a model file cut in half", sees="are damaged", weights=cut, hub=set_to(status=500)),
    Fault(name="a bit of a model file flipped", sees="not the file that was downloaded", weights=flip_a_bit,
          hub=set_to(status=500)),
    Fault(name="a model file replaced by a pickle", sees="are damaged", weights=make_it_a_pickle,
          hub=set_to(status=500)),
    Fault(name="the hub cuts a download at 40 %, and again", sees="answers with an error (500)",
          hub=set_to(cut_after=SIZE * 4 // 10, status_after_cut=500)),
    Fault(name="the hub stalls", sees="nothing came for", hub=set_to(hold_after=SIZE * 4 // 10)),
    Fault(name="the hub sends wrong bytes", sees="came damaged", hub=wrong_bytes),
    Fault(name="the hub answers 401", sees="does not let us in", hub=set_to(status=401)),
    Fault(name="the hub answers 404", sees="does not have it", hub=set_to(status=404)),
    Fault(name="the hub answers 500", sees="answers with an error", hub=set_to(status=500)),
    Fault(name="the network shows a login page", sees="is not the hub", hub=set_to(portal=True)),
]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_bad_model_costs_no_word(  # noqa: PLR0917 - fixtures
    dictating: Dictating,
    small: Hub,
    hub_cache: Path,
    fault: Fault,
    reliability: Reliability,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[Failed] = []
    if fault.weights is not None:
        create_recognizer_factory(MODELS, EngineOptions(device="cpu"))(WISHED).fetch(
            Mode.DISTIL, lambda _progress: None
        )
        fault.weights(next(hub_cache.glob(f"*/snapshots/*/{WEIGHTS}")).resolve())
    fault.hub(small)
    if small.hold_after is not None:
        monkeypatch.setattr(download, "STALLED_S", 3.0)
    failures = len(dictating.recorder.of(Failed))

    def wish() -> None:
        dictating.session.set_pair(WISHED)
        told.append(dictating.recorder.wait(Failed, failures + 1))

    samples, words = dictating.during(wish)
    assert fault.sees in told[0].reason
    assert told[0].action
    assert (samples, words) == (0, 0)
    reliability.row(
        fault.name,
        f"“Loading failed: … {fault.sees} …”, and what to do; the pair in use stays",
        samples=samples,
        words=words,
    )


def test_another_host_that_serves_the_bytes_is_followed_and_one_that_serves_others_is_not(
    dictating: Dictating, small: Hub, hub_cache: Path, reliability: Reliability
) -> None:
    with running_hub(REPOSITORY, POCKET / "distil") as other:
        small.elsewhere = other.url
        wrong_bytes(other)
        told: list[Failed] = []
        failures = len(dictating.recorder.of(Failed))

        def wish() -> None:
            dictating.session.set_pair(WISHED)
            told.append(dictating.recorder.wait(Failed, failures + 1))

        samples, words = dictating.during(wish)
    assert "came damaged" in told[0].reason
    assert (samples, words) == (0, 0)
    reliability.row(
        "the hub redirects to a host that serves something else",
        "the file is refused and named",
        samples=None,
        words=None,
    )


def test_a_download_that_is_cut_at_40_percent_and_goes_on_is_used(
    dictating: Dictating, small: Hub, hub_cache: Path, reliability: Reliability
) -> None:
    """The last one, for the session has another pair afterwards."""
    small.cut_after, small.cuts = SIZE * 4 // 10, 1

    def wish() -> None:
        dictating.session.set_pair(WISHED)
        dictating.recorder.wait(ModelReady, where=lambda event: event.pair == WISHED)

    samples, words = dictating.during(wish)
    assert (samples, words) == (0, 0), dictating.recorder.finals[-2:]
    assert [final.model for final in dictating.recorder.finals[-2:]] == ["pocket-distil", "distil-small.en"]
    assert small.ranges[-1][1] > 0
    reliability.row("the hub cuts a download at 40 %", "it goes on by itself", samples=samples, words=words)
