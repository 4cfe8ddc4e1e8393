"""What a pipeline has told and no batch holds yet: events, and points that come together as columns."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from throughline.event.v1 import batch_pb2, metric_pb2

MAX_EVENTS = 500
MAX_BYTES = 512 << 10
MAX_POINTS = 20_000
_POINT_BYTES = 10


@dataclass(frozen=True)
class Series:
    """Whose points: the parts that do not apply are empty."""

    run: str
    metric: str
    model: str = ""
    dataset: str = ""
    fold: int = 0


@dataclass
class _Columns:
    steps: list[int] = field(default_factory=list)
    times: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)


class ScopeBuffer:
    """What has come together for one scope's next batch."""

    def __init__(self) -> None:
        self._events: list[batch_pb2.Event] = []
        self._columns: dict[Series, _Columns] = {}
        self._points = 0
        self.bytes = 0
        self.since = 0.0

    def add(self, event: batch_pb2.Event, size: int) -> None:
        """Takes an event. The end of a run comes after the points that were measured before it."""
        self._begin()
        if event.HasField("run_ended"):
            self._close_columns()
        self._events.append(event)
        self.bytes += size

    def point(self, series: Series, step: int, milliseconds: int, value: float) -> None:
        """Takes a point."""
        self._begin()
        columns = self._columns.setdefault(series, _Columns())
        columns.steps.append(step)
        columns.times.append(milliseconds)
        columns.values.append(value)
        self._points += 1
        self.bytes += _POINT_BYTES

    def __len__(self) -> int:
        return len(self._events) + self._points

    @property
    def is_full(self) -> bool:
        """Whether a batch should be cut whatever its age."""
        return len(self._events) >= MAX_EVENTS or self.bytes >= MAX_BYTES or self._points >= MAX_POINTS

    def cut(self) -> list[batch_pb2.Event]:
        """Everything, in order; the buffer is empty then."""
        self._close_columns()
        events, self._events, self.bytes = self._events, [], 0
        return events

    def _begin(self) -> None:
        if not len(self):
            self.since = time.monotonic()

    def _close_columns(self) -> None:
        for series, columns in self._columns.items():
            self._events.append(points(series, columns.steps, columns.times, columns.values))
        self._columns, self._points = {}, 0


def points(series: Series, steps: list[int], times: list[int], values: list[float]) -> batch_pb2.Event:
    """Points of a series as an event."""
    measured = metric_pb2.PointsMeasured(
        series=metric_pb2.SeriesIdentity(
            run=series.run, metric=series.metric, model=series.model, dataset=series.dataset, fold=series.fold
        ),
        step_deltas=_deltas(steps),
        time_deltas=_deltas(times),
        values=values,
    )
    return batch_pb2.Event(points_measured=measured)


def _deltas(values: list[int]) -> list[int]:
    return [value - before for before, value in zip([0, *values], values, strict=False)]
