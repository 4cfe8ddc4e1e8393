"""The emitter's thread: takes what pipelines tell, cuts it into batches, and sends each until it is acknowledged."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import grpc

from throughline.event.v1 import batch_pb2
from throughline.ingest.v1 import journal_service_pb2

from .buffer import ScopeBuffer, Series
from .outbox import Outbox
from .refusal import Answer, Refused
from .spill import SpillError

_LOG = logging.getLogger(__name__)
_LINGER_SECONDS = 0.02
_CALL_SECONDS = 10.0
_LONGEST_PAUSE = 2.0
_MOST_FAILURES = 10
_FAULTS_KEPT = 20
_NEARLY_FULL = 0.9

Append = Callable[[journal_service_pb2.AppendRequest, float], journal_service_pb2.AppendResponse]


@dataclass
class Tally:
    """What has become of what was told."""

    acknowledged_batches: int = 0
    adopted_batches: int = 0
    dropped_points: int = 0
    dropped_events: int = 0
    refused_events: int = 0
    faults: list[str] = field(default_factory=list)

    def fault(self, fault: str) -> None:
        """Notes what was refused, dropped or damaged; the last twenty are kept."""
        self.faults = [*self.faults[1 - _FAULTS_KEPT :], fault]


class Sender:
    """Owns the buffers, the outboxes and the thread. Its public methods are for any thread."""

    def __init__(self, append: Append, outbox: Outbox, left: list[Outbox], limit: int, longest_wait: float) -> None:
        self.tally = Tally()
        self.trouble = ""
        self.positions: dict[str, str] = {}
        self._append = append
        self._outbox = outbox
        self._left = left
        self._limit = limit
        self._longest_wait = longest_wait
        self._buffers: dict[str, ScopeBuffer] = {}
        self._refusals: list[Refused] = []
        self._changed = threading.Condition()
        self._pause, self._not_before = 0.05, 0.0
        self._hopeless = 0
        self._open = True
        self.tally.adopted_batches = sum(len(outbox) for outbox in left)
        self._thread = threading.Thread(target=self._run, name="throughline-emitter", daemon=True)
        self._thread.start()

    @property
    def pending(self) -> int:
        """How many batches wait for the journal."""
        with self._changed:
            return len(self._outbox) + sum(len(outbox) for outbox in self._left)

    def event(self, scope: str, event: batch_pb2.Event) -> None:
        """Takes an event; waits for room at most as long as was set, and then drops it."""
        size = event.ByteSize()
        with self._changed:
            if not self._changed.wait_for(lambda: not self._open or self._fullness() < 1, self._longest_wait) or (
                not self._open
            ):
                self.tally.dropped_events += 1
                self.tally.fault(f"an event of {scope} was dropped, for there was no room")
                return
            self._buffers.setdefault(scope, ScopeBuffer()).add(event, size)
            self._cut(scope, always=False)

    def point(self, scope: str, series: Series, step: int, value: float) -> None:
        """Takes a point, or drops it; never waits for the journal."""
        now = time.time_ns() // 1_000_000
        with self._changed:
            if not self._open or self._fullness() >= _NEARLY_FULL:
                self.tally.dropped_points += 1
                return
            self._buffers.setdefault(scope, ScopeBuffer()).point(series, step, now, value)
            self._cut(scope, always=False)

    def flush(self, patience: float) -> bool:
        """Waits until the journal has answered for everything told before; says whether it has."""
        with self._changed:
            if not self._thread.is_alive():
                return not self._outbox
            for scope in self._buffers:
                self._cut(scope, always=True)
            last, hopeless = self._outbox.sequence, self._hopeless
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._outbox.is_done(last) or self._hopeless > hopeless, patience)
            return self._outbox.is_done(last)

    def refusals(self) -> list[Refused]:
        """What was refused since the last call."""
        with self._changed:
            found, self._refusals = self._refusals, []
            return found

    def stop(self) -> None:
        """Takes nothing more, keeps what is left in the spill, and ends the thread."""
        with self._changed:
            self._open = False
            for scope in self._buffers:
                self._cut(scope, always=True)
            self._changed.notify_all()
        self._thread.join()
        for outbox in [self._outbox, *self._left]:
            outbox.close()

    def _fullness(self) -> float:
        return (self._outbox.bytes + sum(buffer.bytes for buffer in self._buffers.values())) / self._limit

    def _cut(self, scope: str, *, always: bool) -> None:
        buffer = self._buffers[scope]
        if len(buffer) and (always or buffer.is_full or time.monotonic() - buffer.since >= _LINGER_SECONDS):
            self._outbox.add(batch_pb2.Batch(scope=scope, events=buffer.cut()))
            self._changed.notify_all()

    def _run(self) -> None:
        while self._open:
            with self._changed:
                for scope in self._buffers:
                    self._cut(scope, always=False)
                outbox = next((each for each in [self._outbox, *self._left] if len(each)), None)
                now = time.monotonic()
                if outbox is None or now < self._not_before:
                    self._changed.wait(_LINGER_SECONDS if outbox is None else min(0.05, self._not_before - now))
                    continue
            self._send(outbox)
            with self._changed:
                outbox.save()
                for finished in [each for each in self._left if not each]:
                    self._left.remove(finished)
                    finished.close()
                self._changed.notify_all()

    def _send(self, outbox: Outbox) -> None:
        try:
            with self._changed:
                first, batch = outbox.next()  # type: ignore[misc]  # not empty: only this thread takes from it
        except SpillError as error:
            with self._changed:
                self.tally.refused_events += 1
                self.tally.fault(str(error))
                outbox.drop()
            return
        try:
            answer = self._append(journal_service_pb2.AppendRequest(batch=batch), _CALL_SECONDS)
        except grpc.RpcError as error:
            with self._changed:
                self._refused(outbox, batch, Answer.of(error))
            return
        with self._changed:
            outbox.acknowledged(batch)
            self.tally.acknowledged_batches += 1
            self.positions[batch.scope] = answer.acknowledgement.position
            self.trouble, self._pause, self._not_before = "", 0.05, 0.0

    def _refused(self, outbox: Outbox, batch: batch_pb2.Batch, answer: Answer) -> None:
        first = outbox.first()
        if answer.is_server_failure:
            first.failures += 1
        if answer.is_hopeless or answer.is_passing or (answer.is_server_failure and first.failures < _MOST_FAILURES):
            self.trouble = f"{answer.code.name}: {answer.message}"
            self._hopeless += answer.is_hopeless
            pause = max(self._pause * random.uniform(0.5, 1.0), answer.pause)
            self._not_before = time.monotonic() + pause
            self._pause = min(self._pause * 2, _LONGEST_PAUSE)
        elif answer.reason in ("NUMBER_GAP", "CONTENT_CHANGED"):
            self.tally.fault(f"{batch.scope}: the journal counts otherwise, counting anew ({answer.message})")
            outbox.renumber(batch.scope)
        else:
            self._mend(outbox, batch, answer)

    def _mend(self, outbox: Outbox, batch: batch_pb2.Batch, answer: Answer) -> None:
        """Leaves out the events at fault; what remains is sent again."""
        faulty = answer.faulty_events
        rest = [event for i, event in enumerate(batch.events) if i not in faulty]
        refused = len(batch.events) - len(rest) if faulty and rest else len(batch.events)
        self.tally.refused_events += refused
        self.tally.fault(f"{refused} events of {batch.scope}: {answer.refused()}")
        if len(self._refusals) < _FAULTS_KEPT:
            self._refusals.append(answer.refused())
        _LOG.warning("the journal refuses %d events of %s: %s", refused, batch.scope, answer.refused())
        if refused < len(batch.events):
            outbox.first().content = batch_pb2.Batch(scope=batch.scope, events=rest)
        else:
            outbox.drop()
