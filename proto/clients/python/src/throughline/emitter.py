"""Delivers batches to the journal: numbered per scope, repeated until acknowledged, each with one effect."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

import grpc
from google.rpc import error_details_pb2, status_pb2

from throughline.event.v1 import batch_pb2
from throughline.ingest.v1 import journal_service_pb2, journal_service_pb2_grpc

MAX_EVENTS = 500
MAX_BYTES = 2 << 20
_REPEATABLE = {
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.DEADLINE_EXCEEDED,
    grpc.StatusCode.RESOURCE_EXHAUSTED,
}


class Refused(Exception):
    """The journal refused a batch as a whole; `violations` says which field of which event is at fault."""

    def __init__(self, code: grpc.StatusCode, message: str, violations: list[str]) -> None:
        super().__init__("\n  ".join([f"{code.name}: {message}", *violations]))
        self.code = code
        self.violations = violations


class Undelivered(Exception):
    """The journal could not be reached within the patience; what was not delivered is still pending."""


@dataclass
class _Scope:
    number: int = 0
    pending: list[batch_pb2.Event] = field(default_factory=list)
    pending_bytes: int = 0
    unacknowledged: batch_pb2.Batch | None = None
    position: str = ""


class Emitter:
    """A producer of batches.

    It numbers the batches of each scope from 1 under an id of its own, and repeats a batch with the same number until
    the journal acknowledges it; so whatever fails on the way, the batch has one effect.

    Args:
        channel: a channel to ingest-service.
        token: the bearer token; needs the permission `emit`.
        producer: a name for the producer; a UUID is put behind it.
        patience: for how many seconds a batch is repeated before `Undelivered` is raised.
    """

    def __init__(
        self, channel: grpc.Channel, token: str, producer: str = "python", patience: float = 60.0
    ) -> None:
        self._journal = journal_service_pb2_grpc.JournalServiceStub(channel)
        self._metadata = (("authorization", f"Bearer {token}"),)
        self._producer = f"{producer}-{uuid.uuid4()}"
        self._patience = patience
        self._scopes: dict[str, _Scope] = {}

    def emit(self, scope: str, *events: batch_pb2.Event) -> None:
        """Adds events to the scope's next batch, which is sent when it is full or flushed."""
        state = self._scopes.setdefault(scope, _Scope())
        for event in events:
            size = event.ByteSize()
            if len(state.pending) >= MAX_EVENTS or state.pending_bytes + size > MAX_BYTES:
                self._send(scope, state)
            state.pending.append(event)
            state.pending_bytes += size

    def flush(self) -> str:
        """Sends what is pending, waits for its acknowledgement, and returns the position."""
        for scope, state in self._scopes.items():
            self._send(scope, state)
        return self.position

    @property
    def position(self) -> str:
        """The position after everything acknowledged: a read that carries it sees all of it."""
        return join(state.position for state in self._scopes.values())

    def _send(self, scope: str, state: _Scope) -> None:
        if state.unacknowledged is not None:
            self._deliver(state, state.unacknowledged)
        if not state.pending:
            return
        batch = batch_pb2.Batch(
            scope=scope,
            producer=self._producer,
            epoch=1,
            number=state.number + 1,
            events=state.pending,
        )
        batch.valid_time.GetCurrentTime()
        state.pending, state.pending_bytes = [], 0
        state.unacknowledged = batch
        self._deliver(state, batch)

    def _deliver(self, state: _Scope, batch: batch_pb2.Batch) -> None:
        deadline = time.monotonic() + self._patience
        delay = 0.05
        while True:
            remaining = deadline - time.monotonic()
            try:
                answer = self._journal.Append(
                    journal_service_pb2.AppendRequest(batch=batch),
                    metadata=self._metadata,
                    timeout=max(0.1, min(remaining, 10.0)),
                )
                break
            except grpc.RpcError as error:
                code = error.code()
                if code not in _REPEATABLE:
                    state.unacknowledged = None  # refused as a whole: its number is still free
                    raise _refusal(error) from None
                if remaining <= delay:
                    raise Undelivered(
                        f"{batch.scope}: {len(batch.events)} events were not acknowledged within"
                        f" {self._patience:g} s ({code.name}: {error.details()})"
                    ) from None
            time.sleep(delay * random.uniform(0.5, 1.0))
            delay = min(delay * 2, 2.0)
        state.number = batch.number
        state.unacknowledged = None
        state.position = answer.acknowledgement.position


def join(positions: Iterable[str]) -> str:
    """Merges positions."""
    return ",".join(position for position in positions if position)


def _refusal(error: grpc.RpcError) -> Refused:
    violations: list[str] = []
    for metadatum in error.trailing_metadata() or ():
        if metadatum.key == "grpc-status-details-bin":
            for detail in status_pb2.Status.FromString(metadatum.value).details:
                bad = error_details_pb2.BadRequest()
                if detail.Unpack(bad):
                    violations += [f"{v.field}: {v.description}" for v in bad.field_violations]
    return Refused(error.code(), error.details() or "", violations)
