"""Whom a product serves: the home of what is observed of its units."""

from __future__ import annotations

from collections.abc import Iterable

from throughline.event.v1 import batch_pb2, population_pb2

from .emitter import Emitter
from .notebook import table
from .observation import Exposure, Outcome, Prediction, of_exposures, of_outcomes, of_predictions


class Population:
    """A population that observations are emitted to.

    Observations travel in columns, so tell many at a time; the order in which they are told does not matter.
    """

    def __init__(self, emitter: Emitter, name: str) -> None:
        self.emitter = emitter
        self.name = name

    def __repr__(self) -> str:
        return f"Population({self.name})"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return table(self.name, {"position": self.emitter.position or "nothing durable yet"})

    def declare(
        self,
        unit_kind: str,
        *,
        display_name: str = "",
        attributes: Iterable[str] = (),
        time_zone: str = "",
        currency: str = "",
    ) -> None:
        """Says what it is. Harmless when repeated; the last one said wins.

        Args:
            unit_kind: what a unit is (`user`, `session`, `listing`).
            display_name: for people.
            attributes: what exposures may carry, by which cohorts are made.
            time_zone: the zone of its business days (`America/Chicago`); empty: UTC.
            currency: of its money as ISO 4217 has it, or empty.
        """
        declared = population_pb2.PopulationDeclared(
            name=self.name,
            display_name=display_name,
            unit_kind=unit_kind,
            attributes=attributes,
            time_zone=time_zone,
            currency=currency,
        )
        self.emitter.emit(self.name, batch_pb2.Event(population_declared=declared))

    def predicted(self, source: str, predictions: Iterable[Prediction]) -> None:
        """Tells what a model said; `source` is the name of the deployment or of the model."""
        self._emit(of_predictions(self.name, source, predictions))

    def exposed(self, trial: str, exposures: Iterable[Exposure]) -> None:
        """Tells which units met which arms of a trial; where it is empty, the arms are names of deployments."""
        self._emit(of_exposures(self.name, trial, exposures))

    def outcomes(self, kind: str, outcomes: Iterable[Outcome], *, currency: str = "") -> None:
        """Tells what units did; `kind` is the same word every time, `currency` that of values that are money."""
        self._emit(of_outcomes(self.name, kind, currency, outcomes))

    def flush(self) -> str:
        """Waits until everything emitted is durable, and returns the position after it."""
        return self.emitter.flush()

    def _emit(self, events: Iterable[batch_pb2.Event]) -> None:
        for event in events:
            self.emitter.emit(self.name, event)
