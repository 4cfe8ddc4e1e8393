"""A question under study: the home of its runs, datasets, models and what was learnt."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from throughline.event.v1 import batch_pb2, dataset_pb2

from .emitter import Emitter
from .notebook import table
from .run import Run
from .values import digest


class Experiment:
    """An experiment that runs are emitted to."""

    def __init__(self, emitter: Emitter, name: str) -> None:
        self.emitter = emitter
        self.name = name

    def __repr__(self) -> str:
        return f"Experiment({self.name})"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return table(self.name, {"position": self.emitter.position or "nothing durable yet"})

    def run(self, step: str, *, id: str | None = None, parent: Run | None = None) -> Run:
        """A run of a step; entering its context starts it, leaving it ends it."""
        run = f"{self.name}/runs/{id or f'{step}-{uuid.uuid4()}'}"
        return Run(self, run, step, parent.name if parent else "")

    def dataset(
        self,
        id: str,
        *,
        content: bytes | None = None,
        unit_count: int = 0,
        version: str = "",
        derived_from: Iterable[str] = (),
    ) -> str:
        """Declares a version of some data and returns its name; its digest is taken from `content`."""
        name = f"{self.name}/datasets/{id}"
        event = dataset_pb2.DatasetDeclared(
            name=name,
            digest="" if content is None else digest(content),
            unit_count=unit_count,
            version=version,
            derived_from=derived_from,
        )
        self.emit(batch_pb2.Event(dataset_declared=event))
        return name

    def emit(self, event: batch_pb2.Event) -> None:
        """Emits an event of this experiment, for whatever has no method of its own here."""
        self.emitter.emit(self.name, event)

    def flush(self) -> str:
        """Waits until everything emitted is durable, and returns the position after it."""
        return self.emitter.flush()
