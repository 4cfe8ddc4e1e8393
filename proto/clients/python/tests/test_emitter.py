"""The emitter against a journal that fails on purpose, over real gRPC."""

from __future__ import annotations

import grpc
import pytest
from throughline.event.v1 import batch_pb2, experiment_pb2

from throughline import Emitter, Experiment, Refused, Undelivered


def patient(emitter: Emitter) -> Emitter:
    emitter._patience = 60.0
    return emitter


def declared(id: str) -> batch_pb2.Event:
    return batch_pb2.Event(experiment_declared=experiment_pb2.ExperimentDeclared(name=f"experiments/{id}"))


def test_numbers_batches_per_scope_from_one(journal) -> None:
    failing, channel = journal
    emitter = Emitter(channel, "token")

    for _ in range(2):
        emitter.emit("experiments/a", declared("a"))
        emitter.emit("experiments/b", declared("b"))
        emitter.flush()

    numbers = [(batch.scope, batch.epoch, batch.number) for batch in failing.sent]
    assert sorted(numbers) == [
        ("experiments/a", 1, 1),
        ("experiments/a", 1, 2),
        ("experiments/b", 1, 1),
        ("experiments/b", 1, 2),
    ]
    assert len({batch.producer for batch in failing.sent}) == 1
    assert emitter.position == "0:3,0:4"


def test_repeats_the_same_batch_until_it_is_acknowledged(journal) -> None:
    failing, channel = journal
    failing.failures = [grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED]
    emitter = Emitter(channel, "token")

    emitter.emit("experiments/a", declared("a"))
    emitter.flush()

    assert len(failing.sent) == 3
    assert len({batch.SerializeToString() for batch in failing.sent}) == 1


def test_keeps_a_batch_that_it_could_not_deliver(journal) -> None:
    failing, channel = journal
    failing.away = True
    emitter = Emitter(channel, "token", patience=0.2)
    emitter.emit("experiments/a", declared("a"))
    with pytest.raises(Undelivered, match="1 batches were not acknowledged"):
        emitter.flush()

    failing.away = False
    patient(emitter).flush()

    assert len({batch.SerializeToString() for batch in failing.sent}) == 1
    assert failing.sent[-1].number == 1


def test_a_batch_whose_acknowledgement_is_lost_has_one_effect(journal) -> None:
    failing, channel = journal
    failing.failures_after = [grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED]
    with Emitter(channel, "token") as emitter:
        emitter.emit("experiments/a", declared("a"))
        emitter.flush()

    assert len(failing.sent) == 3
    assert len(failing.kept) == 1


def test_counts_the_points_that_it_has_no_room_for(journal) -> None:
    failing, channel = journal
    failing.away = True
    emitter = Emitter(channel, "token", limit_bytes=10_000, longest_wait=0.0)
    experiment = Experiment(emitter, "experiments/a")
    run = experiment.run("train", id="r")

    for step in range(5_000):
        run.metric("loss", 1.0, step=step)
    dropped = emitter.report().dropped_points
    failing.away = False
    with pytest.raises(Undelivered, match=f"{dropped} points or events were dropped"):
        emitter.flush()

    assert dropped > 0
    assert sum(len(event.points_measured.values) for event in failing.events) == 5_000 - dropped


def test_a_large_figure_travels_in_chunks(journal) -> None:
    failing, channel = journal
    content = bytes(i * 31 >> 5 & 0xFF for i in range((2 << 20) + 17))
    experiment = Experiment(Emitter(channel, "token"), "experiments/a")

    with experiment.run("train", id="r") as run:
        run.figure("map", content, media_type="image/png")

    chunks = [event.figure_chunk_sent for event in failing.events if event.HasField("figure_chunk_sent")]
    drawn = next(event.figure_drawn for event in failing.events if event.HasField("figure_drawn"))
    assert b"".join(chunk.content for chunk in chunks) == content
    assert (drawn.chunk_count, drawn.size_bytes, drawn.content) == (3, len(content), b"")
    assert {chunk.digest for chunk in chunks} == {drawn.digest}


def test_a_notebook_shows_what_was_told_with_every_text_escaped(journal) -> None:
    _, channel = journal
    experiment = Experiment(Emitter(channel, "token"), "experiments/a")

    with experiment.run("train", id="r") as run:
        run.hyperparameters(loss="<script>")
        run.metric("rmse", 0.5)

    shown = run._repr_html_()
    assert "experiments/a/runs/r (succeeded)" in shown
    assert "<th>rmse</th><td>0.5</td>" in shown
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown


def test_tells_a_refusal_and_uses_its_number_again(journal) -> None:
    failing, channel = journal
    failing.failures = [grpc.StatusCode.INVALID_ARGUMENT]
    emitter = Emitter(channel, "token")
    emitter.emit("experiments/a", declared("a"))
    with pytest.raises(Refused, match="on purpose"):
        emitter.flush()

    emitter.emit("experiments/a", declared("a"))
    emitter.flush()

    assert [batch.number for batch in failing.sent] == [1, 1]


def test_a_run_that_raises_has_failed(journal) -> None:
    failing, channel = journal
    experiment = Experiment(Emitter(channel, "token"), "experiments/a")

    with pytest.raises(ZeroDivisionError), experiment.run("train", id="r"):
        _ = 1 / 0

    ended = failing.events[-1].run_ended
    assert ended.run == "experiments/a/runs/r"
    assert ended.message == "ZeroDivisionError: division by zero"


def test_parameters_keep_their_types_and_series_are_delta_coded(journal) -> None:
    failing, channel = journal
    experiment = Experiment(Emitter(channel, "token"), "experiments/a")

    with experiment.run("train", id="r") as run:
        run.hyperparameters(alpha=0.5, depth=3, loss="huber", bagging=True)
        run.series("loss", [0, 10, 20], [3.0, 2.0, 1.0])

    chosen = {p.key: p.WhichOneof("value") for p in failing.events[1].parameters_chosen.parameters}
    assert chosen == {"alpha": "number", "depth": "number", "loss": "text", "bagging": "flag"}
    points = failing.events[2].points_measured
    assert list(points.step_deltas) == [0, 10, 10]
    assert list(points.time_deltas)[1:] == [0, 0]
