"""A producer of batches: told by any thread, delivered in the background, each with one effect."""

from __future__ import annotations

import atexit
import logging
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import grpc

from throughline.event.v1 import batch_pb2
from throughline.ingest.v1 import journal_service_pb2, journal_service_pb2_grpc

from .buffer import Series
from .outbox import Outbox
from .refusal import Undelivered
from .sender import Sender
from .spill import Spill

_LOG = logging.getLogger(__name__)
_PATIENCE_AT_EXIT = 10.0


@dataclass(frozen=True)
class Report:
    """What has become of what was told.

    Attributes:
        acknowledged_batches: batches that the journal has.
        pending_batches: batches that wait for the journal, in memory or in the spill.
        adopted_batches: batches that ended processes had left in the spill.
        dropped_points: points for which there was no room.
        dropped_events: other events for which there was no room.
        refused_events: events that the journal refused for good.
        trouble: why nothing is delivered at the moment; empty where all is well.
        faults: what was refused, dropped or damaged, the last twenty.
    """

    acknowledged_batches: int
    pending_batches: int
    adopted_batches: int
    dropped_points: int
    dropped_events: int
    refused_events: int
    trouble: str
    faults: tuple[str, ...]

    @property
    def dropped(self) -> int:
        """How many points and events were dropped."""
        return self.dropped_points + self.dropped_events


class Emitter:
    """A producer of batches.

    Nothing that is told waits for the journal: a thread cuts batches, numbers those of each scope from 1, and repeats
    each under the same number until the journal acknowledges it. With a spill a batch is on disk before it is sent, and
    the next emitter with the same spill delivers what a killed one has left.

    Args:
        channel: a channel to ingest-service.
        token: the bearer token, or what returns it; needs the permission `emit`.
        producer: a name for the producer; a UUID is put behind it.
        patience: for how many seconds `flush` and `close` wait.
        spill: the directory of the spills; None: memory only.
        limit_bytes: how many bytes may wait; by default 1 GiB with a spill, else 64 MiB.
        longest_wait: for how many seconds `emit` waits for room before it drops and counts an event.
    """

    def __init__(
        self,
        channel: grpc.Channel,
        token: str | Callable[[], str],
        producer: str = "python",
        patience: float = 60.0,
        *,
        spill: Path | None = None,
        limit_bytes: int | None = None,
        longest_wait: float = 0.1,
    ) -> None:
        journal = journal_service_pb2_grpc.JournalServiceStub(channel)
        ident = f"{producer}-{uuid.uuid4()}"
        left = [Outbox.adopted(abandoned) for abandoned in Spill.abandoned(spill)] if spill else []
        own = Spill.create(spill, ident) if spill else None

        def append(request: journal_service_pb2.AppendRequest, timeout: float) -> journal_service_pb2.AppendResponse:
            bearer = token if isinstance(token, str) else token()
            return journal.Append(request, metadata=(("authorization", f"Bearer {bearer}"),), timeout=timeout)

        self._patience = patience
        self._spill = own.directory if own else None
        self._dropped_told = 0
        self._closed = False
        limit = limit_bytes or (1 << 30 if spill else 64 << 20)
        self._sender = Sender(append, Outbox(ident, own), left, limit, longest_wait)
        atexit.register(self._exit)

    def emit(self, scope: str, *events: batch_pb2.Event) -> None:
        """Tells events of a scope."""
        for event in events:
            self._sender.event(scope, event)

    def point(self, scope: str, series: Series, step: int, value: float) -> None:
        """Tells a point of a series, measured now."""
        self._sender.point(scope, series, step, value)

    def flush(self) -> str:
        """Waits until everything told is durable, and returns the position after it.

        Raises:
            Refused: the journal refused something since the last call; the rest is durable.
            Undelivered: something is not acknowledged within the patience, or was dropped since the last call.
        """
        answered = self._sender.flush(self._patience)
        refusals = self._sender.refusals()
        if refusals:
            raise refusals[0]
        report = self.report()
        if not answered:
            raise Undelivered(
                f"{report.pending_batches} batches were not acknowledged within {self._patience:g} s ({report.trouble})"
            )
        if report.dropped > self._dropped_told:
            dropped, self._dropped_told = report.dropped - self._dropped_told, report.dropped
            raise Undelivered(f"{dropped} points or events were dropped, for there was no room")
        return self.position

    @property
    def position(self) -> str:
        """The position after everything acknowledged: a read that carries it sees all of it."""
        return join(dict(self._sender.positions).values())

    def report(self) -> Report:
        """What has become of what was told."""
        tally = self._sender.tally
        return Report(
            tally.acknowledged_batches,
            self._sender.pending,
            tally.adopted_batches,
            tally.dropped_points,
            tally.dropped_events,
            tally.refused_events,
            self._sender.trouble,
            tuple(tally.faults),
        )

    def close(self) -> None:
        """Waits until everything is durable, within the patience, and ends. What is left stays in the spill, if any.

        What is not delivered is logged as a warning and can be read from `report`; nothing is raised.
        """
        self._close(self._patience)

    def __enter__(self) -> Emitter:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def _exit(self) -> None:
        self._close(min(self._patience, _PATIENCE_AT_EXIT))

    def _close(self, patience: float) -> None:
        if self._closed:
            return
        self._closed = True
        atexit.unregister(self._exit)
        self._sender.flush(patience)
        self._sender.stop()
        report = self.report()
        if report.pending_batches or report.dropped or report.refused_events:
            kept = f"stays in {self._spill}" if self._spill else "is lost, for there is no spill"
            _LOG.warning("not everything is in the journal; what is pending %s: %s", kept, report)


def join(positions: Iterable[str]) -> str:
    """Merges positions."""
    return ",".join(position for position in positions if position)

