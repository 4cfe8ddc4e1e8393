"""The batches of one producer that the journal is not known to have, in order; in memory, or in a spill."""

from __future__ import annotations

import logging
import time
from collections import deque
from dataclasses import dataclass

from throughline.event.v1 import batch_pb2

from .spill import Count, Location, Spill, SpillError

_LOG = logging.getLogger(__name__)
_SAVE_SECONDS = 1.0


@dataclass
class Pending:
    """A batch without its number; its content, or where the spill has it."""

    sequence: int
    scope: str
    size: int
    content: batch_pb2.Batch | None
    location: Location | None
    failures: int = 0


class Outbox:
    """The batches of one producer. For the sender's thread alone, but for what it only reads."""

    def __init__(self, producer: str, spill: Spill | None) -> None:
        self.producer = producer
        self.spill = spill
        self.bytes = 0
        self.sequence = 0
        self._counts: dict[str, Count] = dict(spill.counts) if spill else {}
        self._pending: deque[Pending] = deque()
        self._saved = time.monotonic()
        self._changed = False

    @staticmethod
    def adopted(spill: Spill) -> Outbox:
        """What an ended process has left."""
        outbox = Outbox(spill.producer, spill)
        for location, payload in spill.replay():
            outbox._queue(batch_pb2.Batch.FromString(payload), len(payload), location)
            outbox._pending[-1].content = None
        return outbox

    def __len__(self) -> int:
        return len(self._pending)

    def add(self, batch: batch_pb2.Batch) -> None:
        """Takes a batch; a spill has it when this returns."""
        payload = batch.SerializeToString(deterministic=True)
        location = None
        if self.spill:
            try:
                location = self.spill.append(payload)
            except OSError as error:
                _LOG.warning("the spill cannot be written, the batch stays in memory: %s", error)
        self._queue(batch, len(payload), location)
        if location is not None:
            self._pending[-1].content = None

    def first(self) -> Pending:
        """The first batch; there is one."""
        return self._pending[0]

    def next(self) -> tuple[Pending, batch_pb2.Batch] | None:
        """The first batch with the number that it is sent under, or nothing."""
        if not self._pending:
            return None
        first = self._pending[0]
        if first.content is None:
            if self.spill is None or first.location is None:
                raise SpillError("a batch is lost")
            first.content = batch_pb2.Batch.FromString(self.spill.read(first.location))
        count = self._counts.get(first.scope, Count())
        numbered = batch_pb2.Batch()
        numbered.CopyFrom(first.content)
        numbered.producer, numbered.epoch, numbered.number = self.producer, count.epoch, count.number + 1
        return first, numbered

    def acknowledged(self, batch: batch_pb2.Batch) -> None:
        """The first batch is durable."""
        self._counts[batch.scope] = Count(batch.epoch, batch.number)
        self.drop()

    def drop(self) -> None:
        """The first batch is done with."""
        self.bytes -= self._pending.popleft().size
        self._changed = True

    def renumber(self, scope: str) -> None:
        """The numbering of a scope begins again under a new epoch; a spill remembers it before."""
        self._counts[scope] = Count(self._counts.get(scope, Count()).epoch + 1, 0)
        self._save()

    def is_done(self, sequence: int) -> bool:
        """Whether a batch, and each before it, is acknowledged or refused for good."""
        return not self._pending or self._pending[0].sequence > sequence

    def save(self) -> None:
        """Remembers what the journal has, once in a while."""
        if self._changed and time.monotonic() - self._saved >= _SAVE_SECONDS:
            self._save()

    def close(self) -> None:
        """Lets go of the spill, or deletes it where the journal has everything."""
        if self.spill is None:
            return
        if self._pending:
            self._save()
            self.spill.close()
        else:
            self.spill.delete()

    def _queue(self, batch: batch_pb2.Batch, size: int, location: Location | None) -> None:
        self.sequence += 1
        self._pending.append(Pending(self.sequence, batch.scope, size, batch, location))
        self.bytes += size

    def _save(self) -> None:
        if self.spill is not None:
            before = next((p.location for p in self._pending if p.location is not None), None)
            self.spill.save(before, self._counts)
            self._changed, self._saved = False, time.monotonic()
