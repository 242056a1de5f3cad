"""The recogniser thread: owns the models, turns utterances into text. ``RecognizerThread.run`` is its loop."""

import contextlib
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from dictate.core.agreement import LocalAgreement
from dictate.core.errors import DictateError
from dictate.core.events import Drafted, Finalized, Stopped, TextUpdated
from dictate.core.ledger import Ledger
from dictate.core.overlap import remove_overlap
from dictate.core.ports import Listener
from dictate.core.types import (
    EndReason,
    Final,
    Hypothesis,
    Mode,
    Outcome,
    Request,
    Stamps,
    Utterance,
    seconds_of,
)
from dictate.pipeline.channel import Inbox
from dictate.pipeline.early import Early, ends_sentence
from dictate.pipeline.idle import Idle
from dictate.pipeline.judging import Record, final_of, record_of
from dictate.pipeline.measuring import measure_speed
from dictate.pipeline.messages import (
    Configure,
    ForRecognizer,
    ForSegmenter,
    Measure,
    PairFailed,
    Paused,
    Prepare,
    RecordingBegan,
    RecordingEnded,
    Retry,
    SetMode,
    UsePair,
    Work,
)
from dictate.pipeline.models import Models, as_dictate_error
from dictate.pipeline.self_check import SelfCheck
from dictate.pipeline.status import StatusBoard
from dictate.pipeline.watchdog import Abandoned

log = logging.getLogger(__name__)

CANCELLED = "cancelled"
HUNG = "the model hung and was restarted"


class RecognizerThread:
    """Takes work from ``inbox`` until it is closed.

    While no pair was ever ready, utterances wait: what is said while the model loads is recognised later. A pair that
    fails leaves the one before in use; when there is none, the waiting utterances end as failed, their sound kept.
    """

    def __init__(
        self,
        *,
        inbox: Inbox[ForRecognizer],
        tell: Callable[[ForSegmenter], None],
        listener: Listener,
        status: StatusBoard,
        language: str | None,
        prompt: str,
        self_check_every: int,
        idle: Idle,
    ) -> None:
        self._inbox = inbox
        self._tell = tell
        self._listener = listener
        self._status = status
        self._language = language
        self._prompt = prompt
        self._models = Models(inbox, listener, status)
        self._idle = idle
        self._idle_work: deque[Mode] = deque()
        self._self_check = SelfCheck(listener, self_check_every)
        self._early = Early()
        self._agreement: tuple[int, LocalAgreement] | None = None
        self._next_interim = 0.0
        self._records: dict[int, Record] = {}
        self._hung: ForRecognizer | None = None
        self.thread = threading.Thread(target=self.run, name="dictate-recognizer", daemon=True)

    def successor(self) -> "RecognizerThread":
        """Takes over from this thread, which hangs: what it works on fails, to be tried again; the rest goes on."""
        after = RecognizerThread(
            inbox=self._inbox,
            tell=self._tell,
            listener=self._listener,
            status=self._status,
            language=self._language,
            prompt=self._prompt,
            self_check_every=0,
            idle=self._idle,
        )
        after._records = self._records
        after._self_check = self._self_check
        after._self_check.forget()
        after._hung = self._inbox.taken
        return after

    # -- the loop ---------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Until the inbox closes, or another thread has taken over; then free the models."""
        with contextlib.suppress(Abandoned):
            self._give_up_on_what_hung()
            self._work()
        self._models.close()

    def _work(self) -> None:
        while not self._inbox.closed:
            item = self._next()
            if item is not None:
                self._handle(item)
                self._idle.handled(item)
            elif self._idle_work:
                self._prepare(self._idle_work.popleft(), ahead=True)
            elif self._idle.over:
                self._models.unload()
                self._idle.unloaded()
            else:
                self._self_check.run()

    def _give_up_on_what_hung(self) -> None:
        if isinstance(self._hung, Retry) or (isinstance(self._hung, Work) and self._hung.utterance.segment.is_final):
            self._models.failure = HUNG
            self._handle(self._hung)
            self._models.failure = ""
        self._hung = None

    def _next(self) -> ForRecognizer | None:
        if self._models.current is None and not self._models.failure:
            return self._inbox.get(only=lambda item: isinstance(item, (UsePair, PairFailed, Configure)))
        wait = not self._idle_work and not self._self_check.due
        return self._inbox.get(wait=wait, timeout=self._idle.remaining_s)

    def _handle(self, item: ForRecognizer) -> None:
        match item:
            case Work(utterance, ledger) if utterance.segment.is_final:
                self._finalize(utterance, ledger)
            case Work(utterance, _) if utterance.segment.end is EndReason.EARLY:
                self._pause(utterance)
            case Work(utterance, _):
                self._interim(utterance)
            case Retry(final, mode):
                self._retry(final, mode)
            case RecordingEnded(ledger, ended_by_source):
                self._status.finished()
                self._listener.notify(Stopped(ledger=ledger.totals(), ended_by_source=ended_by_source))
            case _:
                self._obey(item)

    def _obey(self, command: ForRecognizer) -> None:
        match command:
            case UsePair(recognizer, mode):
                self._self_check.forget()
                self._models.use(recognizer, mode)
            case PairFailed(_, reason):
                self._models.give_up(reason)
            case Prepare(recognizer, mode):
                if recognizer is self._models.current:
                    self._idle_work.append(mode)
            case SetMode(mode):
                self._prepare(mode)
            case RecordingBegan(mode) if self._models.current is not None:
                self._prepare(mode)  # what idleness unloaded is there again before the first words end
                self._idle_work.extend(self._models.unloaded - {mode})
            case Configure(_, language, prompt):
                self._language, self._prompt = language, prompt
            case Measure(samples, mode):
                self._listener.notify(measure_speed(self._models, samples, mode))

    def _prepare(self, mode: Mode, *, ahead: bool = False) -> None:
        """Load the model of ``mode`` before someone needs it. A failure is reported by ``Models``."""
        with contextlib.suppress(DictateError):
            self._models.ready_for(mode, ahead=ahead)

    # -- utterances -------------------------------------------------------------------------------------------------

    def _interim(self, utterance: Utterance) -> None:
        """Text while someone speaks. Interims take at most half of the thread's time."""
        started = time.monotonic()
        if started < self._next_interim:
            return
        hypothesis = self._recognize(utterance, self._request(utterance, is_final=False))
        if isinstance(hypothesis, DictateError):
            return  # its final will fail too, and says so
        finished = time.monotonic()
        self._next_interim = finished + (finished - started)
        self._show_interim(utterance, hypothesis.text)

    def _pause(self, utterance: Utterance) -> None:
        """Recognise as for the end, in case the pause goes on; what the text says decides how long it must be."""
        request = self._request(utterance, is_final=True)
        hypothesis = self._recognize(utterance, request)
        if isinstance(hypothesis, DictateError) or self._models.current is None:
            return  # likewise
        self._early.keep(utterance, request, self._models.current, hypothesis)
        if hypothesis.text and not hypothesis.suppressed:
            end = utterance.segment.speech_end_sample
            self._tell(Paused(utterance.id, end, ends_sentence(hypothesis.text)))
            self._show_interim(utterance, hypothesis.text)

    def _show_interim(self, utterance: Utterance, heard: str) -> None:
        if self._agreement is None or self._agreement[0] != utterance.id:
            self._agreement = (utterance.id, LocalAgreement())
        text = self._agreement[1].update(heard, seconds_of(len(utterance.segment.samples)))
        self._listener.notify(
            TextUpdated(utterance=utterance.id, committed=text.committed, tentative=text.tentative, mode=utterance.mode)
        )

    def _finalize(self, utterance: Utterance, ledger: Ledger) -> None:
        final = self._final(utterance)
        samples = utterance.segment.owned_samples
        ledger.finish(final.outcome, samples)
        self._records[utterance.id] = Record(ledger=ledger, outcome=final.outcome, text=final.text)
        self._agreement = None
        self._listener.notify(Finalized(final=final))
        self._status.complete(samples)

    def _retry(self, before: Final, mode: Mode) -> None:
        """Recognise a finished utterance again; when that fails, the ledger keeps what it said before."""
        record = self._records.setdefault(before.id, record_of(before))
        record.revision += 1
        now = time.monotonic()
        again = Utterance(
            # A cancelled utterance is asked for after all; how it ended matters no more.
            segment=replace(before.utterance.segment, end=EndReason.PAUSE),
            mode=mode,
            stamps=Stamps(speech_end=now, endpoint=now),
            revision=record.revision,
        )
        final = self._final(again)
        if final.outcome is not Outcome.FAILED:
            record.ledger.refinish(record.outcome, final.outcome, again.segment.owned_samples)
            record.outcome, record.text = final.outcome, final.text
        self._listener.notify(Finalized(final=final))

    def _final(self, utterance: Utterance) -> Final:
        """The utterance's text, or why there is none; never raises."""
        started = time.monotonic()
        request = self._request(utterance, is_final=True)
        early = self._early.take(utterance, request, self._models.current)
        if utterance.segment.end is EndReason.CANCEL:
            hypothesis: Hypothesis | DictateError = Hypothesis(text="", model="", suppressed=CANCELLED)
        else:
            hypothesis = early or self._recognize(utterance, request)
        text = "" if isinstance(hypothesis, DictateError) else self._without_overlap(utterance, hypothesis.text)
        final = final_of(utterance, hypothesis, text, started, early=early is not None)
        if isinstance(hypothesis, Hypothesis) and final.outcome is Outcome.TEXT and self._models.current is not None:
            self._self_check.remember(utterance.id, request, hypothesis, self._models.current)
        return final

    def _request(self, utterance: Utterance, *, is_final: bool) -> Request:
        segment = utterance.segment
        return Request(
            samples=segment.samples,
            mode=utterance.mode,
            is_final=is_final,
            voiced_s=seconds_of(segment.voiced_samples),
            language=self._language,
            prompt=self._prompt,
            utterance=utterance.id,
        )

    def _recognize(self, utterance: Utterance, request: Request) -> Hypothesis | DictateError:
        def on_draft(text: str) -> None:
            self._listener.notify(Drafted(utterance=utterance.id, text=text, mode=utterance.mode))

        try:
            recognizer = self._models.ready_for(utterance.mode)
            return recognizer.transcribe(request, on_draft if utterance.segment.is_final else None)
        except Exception as error:  # noqa: BLE001  (the thread's border: one bad utterance must not end dictation)
            return as_dictate_error(error)

    def _without_overlap(self, utterance: Utterance, text: str) -> str:
        """The text without the words that the utterance before holds already, after a cut inside speech."""
        overlap = utterance.segment.overlap_samples
        previous = self._records.get(utterance.id - 1)
        if not overlap or previous is None:
            return text
        return remove_overlap(previous.text, text, overlap)
