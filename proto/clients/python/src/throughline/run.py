"""One execution of a step: what it chose, measured and produced."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any

from google.protobuf.message import Message

from throughline.event.v1 import (
    batch_pb2,
    dataset_pb2,
    figure_pb2,
    insight_pb2,
    metric_pb2,
    model_pb2,
    parameter_pb2,
    run_pb2,
)

from .buffer import Series, points
from .notebook import table
from .refusal import Refused, Undelivered
from .values import Value, digest, figure, parameter

if TYPE_CHECKING:
    from .experiment import Experiment

PLOTLY = "application/vnd.plotly.v1+json"


class Run:
    """An execution of a step. Everything that it says is emitted at the latest when it ends."""

    def __init__(self, experiment: Experiment, name: str, step: str, parent: str) -> None:
        self.experiment = experiment
        self.name = name
        self._step = step
        self._parent = parent
        self._state = "not started"
        self._chosen: dict[str, Value] = {}
        self._measured: dict[str, float] = {}

    def __repr__(self) -> str:
        return f"Run({self.name}, {self._state})"

    def _repr_html_(self) -> str:
        """What a notebook shows: what was chosen, and the last value of each metric."""
        return table(f"{self.name} ({self._state})", {**self._chosen, **self._measured})

    def __enter__(self) -> Run:
        self._state = "running"
        self._emit(
            run_started=run_pb2.RunStarted(name=self.name, parent=self._parent, step=self._step)
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        state = run_pb2.RUN_STATE_SUCCEEDED
        if isinstance(raised, KeyboardInterrupt):
            state = run_pb2.RUN_STATE_ABORTED
        elif raised is not None:
            state = run_pb2.RUN_STATE_FAILED
        self._state = run_pb2.RunState.Name(state).removeprefix("RUN_STATE_").lower()
        message = "" if raised is None else f"{type(raised).__name__}: {raised}"[:4000]
        self._emit(run_ended=run_pb2.RunEnded(run=self.name, state=state, message=message))
        if not self._parent:
            self._flush(raised)

    def hyperparameters(self, **values: Value) -> None:
        """Settings of the learning algorithm."""
        self.parameters(parameter_pb2.PARAMETER_KIND_HYPERPARAMETER, values)

    def features(self, names: Iterable[str]) -> None:
        """The features that the model sees."""
        self.parameters(parameter_pb2.PARAMETER_KIND_FEATURE, {name: True for name in names})

    def parameters(
        self, kind: parameter_pb2.ParameterKind.ValueType, values: Mapping[str, Value]
    ) -> None:
        """Choices of any kind, by key."""
        self._chosen.update(values)
        chosen = [parameter(kind, key, value) for key, value in values.items()]
        event = parameter_pb2.ParametersChosen(run=self.name, parameters=chosen)
        self._emit(parameters_chosen=event)

    def parameter(self, key: str, value: Value) -> None:
        """A setting of the learning algorithm."""
        self.parameters(parameter_pb2.PARAMETER_KIND_HYPERPARAMETER, {key: value})

    def metric(
        self, metric: str, value: float, *, step: int = 0, model: str = "", dataset: str = "", fold: int = 0
    ) -> None:
        """One point of a series, measured now. Where there is no room it is dropped, and counted."""
        self._measured[metric] = value
        series = Series(self.name, metric, model, dataset, fold)
        self.experiment.emitter.point(self.experiment.name, series, step, value)

    def series(
        self,
        metric: str,
        steps: Sequence[int],
        values: Sequence[float],
        *,
        model: str = "",
        dataset: str = "",
    ) -> None:
        """Points of a series, measured now."""
        now = time.time_ns() // 1_000_000
        series = Series(self.name, metric, model, dataset)
        self.experiment.emit(points(series, list(steps), [now] * len(steps), list(values)))

    def reads(self, dataset: str, role: dataset_pb2.DatasetRole.ValueType = 0) -> None:  # type: ignore[assignment]
        """The run reads a dataset, in a role or in none."""
        self._emit(
            dataset_used=dataset_pb2.DatasetUsed(
                run=self.name, dataset=dataset, access=dataset_pb2.DATASET_ACCESS_READ, role=role
            )
        )

    def writes(self, dataset: str) -> None:
        """The run writes a dataset."""
        self._emit(
            dataset_used=dataset_pb2.DatasetUsed(
                run=self.name, dataset=dataset, access=dataset_pb2.DATASET_ACCESS_WRITTEN
            )
        )

    def model(self, id: str, *, algorithm: str = "", content: bytes | None = None) -> str:
        """The run produced a model; returns its name. Its digest is taken from `content`."""
        name = f"{self.experiment.name}/models/{id}"
        event = model_pb2.ModelProduced(
            name=name,
            run=self.name,
            algorithm=algorithm,
            digest="" if content is None else digest(content),
        )
        self._emit(model_produced=event)
        return name

    def folds(
        self,
        model: str,
        dataset: str,
        metric: str,
        values: Sequence[float],
        *,
        train_counts: Sequence[int],
        test_counts: Sequence[int],
    ) -> None:
        """A metric on every fold of a cross-validation, in the order of the folds."""
        event = metric_pb2.FoldsMeasured(
            run=self.name,
            model=model,
            dataset=dataset,
            metric=metric,
            folds=range(1, len(values) + 1),
            values=values,
            train_counts=train_counts,
            test_counts=test_counts,
        )
        self._emit(folds_measured=event)

    def scores(
        self, model: str, dataset: str, metric: str, units: Sequence[str], values: Sequence[float]
    ) -> None:
        """A metric on every unit of a dataset: what a gate compares models by."""
        for i in range(0, len(units), 10_000):
            event = metric_pb2.ScoresMeasured(
                run=self.name,
                model=model,
                dataset=dataset,
                metric=metric,
                units=units[i : i + 10_000],
                values=values[i : i + 10_000],
            )
            self._emit(scores_measured=event)

    def insight(
        self,
        id: str,
        type: str,
        text: str,
        quantities: Mapping[str, float] | None = None,
        evidence: Iterable[str] = (),
    ) -> None:
        """Something was understood."""
        event = insight_pb2.InsightRecorded(
            name=f"{self.experiment.name}/insights/{id}",
            run=self.name,
            type=type,
            text=text,
            quantities=[
                insight_pb2.Quantity(key=key, value=value)
                for key, value in (quantities or {}).items()
            ],
            evidence=evidence,
        )
        self._emit(insight_recorded=event)

    def figure(
        self,
        id: str,
        content: Mapping[str, Any] | bytes,
        *,
        title: str = "",
        model: str = "",
        media_type: str = PLOTLY,
    ) -> None:
        """A figure of at most 128 MiB: plotly (`figure.to_plotly_json()`), or the bytes of a PNG or an SVG."""
        drawn = figure_pb2.FigureDrawn(
            name=f"{self.experiment.name}/figures/{id}",
            run=self.name,
            model=model,
            title=title,
            media_type=media_type,
        )
        whole = content if isinstance(content, bytes) else json.dumps(content).encode()
        for event in figure(drawn, whole):
            event.valid_time.GetCurrentTime()
            self.experiment.emit(event)

    def _flush(self, raised: BaseException | None) -> None:
        """What a run of its own has told is durable when it is left; a fault never hides the run's own exception."""
        try:
            self.experiment.flush()
        except (Refused, Undelivered):
            if raised is None:
                raise

    def _emit(self, **kind: Message) -> None:
        event = batch_pb2.Event(**kind)  # type: ignore[arg-type]
        event.valid_time.GetCurrentTime()
        self.experiment.emit(event)
