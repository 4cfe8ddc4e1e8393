"""What a pipeline calls: an experiment, its runs, and what they choose, measure and produce."""

from __future__ import annotations

import hashlib
import json
import os
import time
import uuid
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import grpc
from google.protobuf.message import Message

from throughline.event.v1 import (
    batch_pb2,
    dataset_pb2,
    experiment_pb2,
    figure_pb2,
    insight_pb2,
    metric_pb2,
    model_pb2,
    parameter_pb2,
    run_pb2,
)

from .emitter import Emitter

Value = str | float | int | bool
PLOTLY = "application/vnd.plotly.v1+json"


def connect(
    ingest: str | None = None,
    token: str | None = None,
    *,
    producer: str = "python",
    secure: bool = False,
    patience: float = 60.0,
) -> Mesh:
    """Connects to a mesh.

    Args:
        ingest: `host:port` of ingest-service; by default the variable THROUGHLINE_INGEST, or `localhost:7400`.
        token: the bearer token; by default the content of the file that THROUGHLINE_TOKEN_FILE names.
        producer: a name for this producer.
        secure: whether to use TLS.
        patience: for how many seconds a batch is repeated before `Undelivered` is raised.
    """
    target = ingest or os.environ.get("THROUGHLINE_INGEST", "localhost:7400")
    if token is None:
        file = os.environ.get("THROUGHLINE_TOKEN_FILE")
        if file is None:
            raise ValueError("no token; pass one, or name its file in THROUGHLINE_TOKEN_FILE")
        token = Path(file).read_text().strip()
    channel = (
        grpc.secure_channel(target, grpc.ssl_channel_credentials())
        if secure
        else grpc.insecure_channel(target)
    )
    return Mesh(channel, Emitter(channel, token, producer, patience))


class Mesh:
    """A connection to a mesh. Leaving its context flushes."""

    def __init__(self, channel: grpc.Channel, emitter: Emitter) -> None:
        self._channel = channel
        self.emitter = emitter

    def experiment(self, id: str, *, question: str = "", display_name: str = "") -> Experiment:
        """Declares an experiment; declaring it twice is harmless."""
        name = f"experiments/{id}"
        event = experiment_pb2.ExperimentDeclared(
            name=name, question=question, display_name=display_name
        )
        self.emitter.emit(name, batch_pb2.Event(experiment_declared=event))
        return Experiment(self.emitter, name)

    def close(self) -> str:
        """Flushes, closes, and returns the position after everything emitted."""
        try:
            return self.emitter.flush()
        finally:
            self._channel.close()

    def __enter__(self) -> Mesh:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()


class Experiment:
    """An experiment that runs are emitted to."""

    def __init__(self, emitter: Emitter, name: str) -> None:
        self._emitter = emitter
        self.name = name

    def __repr__(self) -> str:
        return f"Experiment({self.name})"

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
        self._emitter.emit(self.name, event)

    def flush(self) -> str:
        """Waits until everything emitted is durable, and returns the position after it."""
        return self._emitter.flush()


class Run:
    """An execution of a step. Everything that it says is emitted at the latest when it ends."""

    def __init__(self, experiment: Experiment, name: str, step: str, parent: str) -> None:
        self.experiment = experiment
        self.name = name
        self._step = step
        self._parent = parent

    def __repr__(self) -> str:
        return f"Run({self.name})"

    def __enter__(self) -> Run:
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
        message = "" if raised is None else f"{type(raised).__name__}: {raised}"[:4000]
        self._emit(run_ended=run_pb2.RunEnded(run=self.name, state=state, message=message))
        self.experiment.flush()

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
        chosen = [_parameter(kind, key, value) for key, value in values.items()]
        event = parameter_pb2.ParametersChosen(run=self.name, parameters=chosen)
        self._emit(parameters_chosen=event)

    def metric(
        self, metric: str, value: float, *, step: int = 0, model: str = "", dataset: str = ""
    ) -> None:
        """One point of a series, measured now."""
        self.series(metric, [step], [value], model=model, dataset=dataset)

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
        event = metric_pb2.PointsMeasured(
            series=metric_pb2.SeriesIdentity(
                run=self.name, metric=metric, model=model, dataset=dataset
            ),
            step_deltas=_deltas(steps),
            time_deltas=_deltas([now] * len(steps)),
            values=values,
        )
        self._emit(points_measured=event)

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
        self, id: str, plotly: Mapping[str, Any], *, title: str = "", model: str = ""
    ) -> None:
        """A plotly figure (`figure.to_plotly_json()`, or the same as a dictionary)."""
        event = figure_pb2.FigureDrawn(
            name=f"{self.experiment.name}/figures/{id}",
            run=self.name,
            model=model,
            title=title,
            media_type=PLOTLY,
            content=json.dumps(plotly).encode(),
        )
        self._emit(figure_drawn=event)

    def _emit(self, **kind: Message) -> None:
        event = batch_pb2.Event(**kind)  # type: ignore[arg-type]
        event.valid_time.GetCurrentTime()
        self.experiment.emit(event)


def digest(content: bytes) -> str:
    """The SHA-256 of some bytes, as the contract writes it."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _parameter(
    kind: parameter_pb2.ParameterKind.ValueType, key: str, value: Value
) -> parameter_pb2.Parameter:
    if isinstance(value, bool):
        return parameter_pb2.Parameter(kind=kind, key=key, flag=value)
    if isinstance(value, (int, float)):
        return parameter_pb2.Parameter(kind=kind, key=key, number=value)
    return parameter_pb2.Parameter(kind=kind, key=key, text=value)


def _deltas(values: Sequence[int]) -> list[int]:
    return [value - before for before, value in zip([0, *values], values, strict=False)]
