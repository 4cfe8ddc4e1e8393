"""What is observed of a population's units, as events of columns, some thousand rows each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from typing import TypeVar

from throughline.event.v1 import batch_pb2, population_pb2

ROWS = 5_000
MOST_ARMS = 100
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MILLISECOND = timedelta(milliseconds=1)
_Row = TypeVar("_Row")


@dataclass(frozen=True)
class Prediction:
    """A model said a number for a unit.

    Attributes:
        unit: a pseudonymous id: never a name, an address or a number that others know.
        time: when it was said, with its zone.
        value: what was said.
    """

    unit: str
    time: datetime
    value: float


@dataclass(frozen=True)
class Exposure:
    """A unit met an arm of a trial.

    Attributes:
        unit: a pseudonymous id: never a name, an address or a number that others know.
        time: when they met, with its zone.
        arm: the arm's id, or the name of a deployment where no trial is named.
        attributes: what was known of the unit then, by which cohorts are made.
    """

    unit: str
    time: datetime
    arm: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """A unit did something worth a number.

    Attributes:
        unit: a pseudonymous id: never a name, an address or a number that others know.
        id: the outcome's own id, unique for the unit and kind, such as the number of the order.
        time: when it was done, with its zone.
        value: how much.
        revision: how often it was corrected before; of several the highest counts.
        retracted: whether this revision takes it back: it did not happen.
    """

    unit: str
    id: str
    time: datetime
    value: float = 1.0
    revision: int = 0
    retracted: bool = False

    def corrected(self, value: float) -> Outcome:
        """The next revision: another value."""
        return replace(self, value=value, revision=self.revision + 1, retracted=False)

    def taken_back(self) -> Outcome:
        """The next revision: it did not happen."""
        return replace(self, revision=self.revision + 1, retracted=True)


def of_predictions(population: str, source: str, predictions: Iterable[Prediction]) -> Iterator[batch_pb2.Event]:
    """The events of predictions, in order; none for none."""
    for rows in _parts(predictions):
        observed = population_pb2.PredictionsObserved(
            population=population,
            source=source,
            units=[row.unit for row in rows],
            time_deltas=_deltas(row.time for row in rows),
            values=[row.value for row in rows],
        )
        yield batch_pb2.Event(predictions_observed=observed)


def of_exposures(population: str, trial: str, exposures: Iterable[Exposure]) -> Iterator[batch_pb2.Event]:
    """The events of exposures, in order; none for none.

    Raises:
        ValueError: an event would name more than 100 arms.
    """
    for rows in _parts(exposures):
        arms, arm_indexes = _coded(row.arm for row in rows)
        if len(arms) > MOST_ARMS:
            raise ValueError(f"{len(arms)} arms among {len(rows)} exposures; a trial has at most 20")
        observed = population_pb2.ExposuresObserved(
            population=population,
            trial=trial,
            arms=arms,
            units=[row.unit for row in rows],
            time_deltas=_deltas(row.time for row in rows),
            arm_indexes=arm_indexes,
            attributes=[_column(key, rows) for key in sorted({key for row in rows for key in row.attributes})],
        )
        yield batch_pb2.Event(exposures_observed=observed)


def of_outcomes(population: str, kind: str, currency: str, outcomes: Iterable[Outcome]) -> Iterator[batch_pb2.Event]:
    """The events of outcomes, in order; none for none."""
    for rows in _parts(outcomes):
        observed = population_pb2.OutcomesObserved(
            population=population,
            kind=kind,
            currency=currency,
            units=[row.unit for row in rows],
            time_deltas=_deltas(row.time for row in rows),
            values=[row.value for row in rows],
            ids=[row.id for row in rows],
            revisions=[row.revision for row in rows],
            retractions=[row.retracted for row in rows],
        )
        yield batch_pb2.Event(outcomes_observed=observed)


def _column(key: str, rows: Sequence[Exposure]) -> population_pb2.AttributeColumn:
    """An attribute of exposures; of a unit of which it is not known it is empty."""
    values, indexes = _coded(row.attributes.get(key, "") for row in rows)
    return population_pb2.AttributeColumn(key=key, values=values, indexes=indexes)


def _coded(words: Iterable[str]) -> tuple[list[str], list[int]]:
    """The words that occur, in the order in which they first did, and which one each is."""
    known: dict[str, int] = {}
    indexes = [known.setdefault(word, len(known)) for word in words]
    return list(known), indexes


def _deltas(times: Iterable[datetime]) -> list[int]:
    deltas, before = [], 0
    for time in times:
        if time.tzinfo is None:
            raise ValueError(f"{time} has no zone; say which, such as datetime(…, tzinfo=timezone.utc)")
        millis = (time - _EPOCH) // _MILLISECOND
        deltas.append(millis - before)
        before = millis
    return deltas


def _parts(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    part: list[_Row] = []
    for row in rows:
        part.append(row)
        if len(part) == ROWS:
            yield part
            part = []
    if part:
        yield part
