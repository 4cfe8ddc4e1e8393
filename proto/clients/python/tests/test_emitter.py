"""The emitter against a journal that fails on purpose, over real gRPC."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent import futures

import grpc
import pytest
from throughline.event.v1 import batch_pb2, experiment_pb2
from throughline.ingest.v1 import journal_service_pb2, journal_service_pb2_grpc

from throughline import Emitter, Experiment, Refused, Undelivered


class FailingJournal(journal_service_pb2_grpc.JournalServiceServicer):
    """Keeps what it is sent; fails as often as it is told to, before or after keeping."""

    def __init__(self) -> None:
        self.sent: list[batch_pb2.Batch] = []
        self.failures: list[grpc.StatusCode] = []

    def Append(self, request, context):
        self.sent.append(request.batch)
        if self.failures:
            context.abort(self.failures.pop(0), "on purpose")
        return journal_service_pb2.AppendResponse(
            acknowledgement=journal_service_pb2.Acknowledgement(position=f"0:{len(self.sent)}")
        )


@pytest.fixture
def journal() -> Iterator[tuple[FailingJournal, grpc.Channel]]:
    failing = FailingJournal()
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=2))
    journal_service_pb2_grpc.add_JournalServiceServicer_to_server(failing, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield failing, channel
    server.stop(None)


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
    failing.failures = [grpc.StatusCode.UNAVAILABLE] * 20
    emitter = Emitter(channel, "token", patience=0.2)
    emitter.emit("experiments/a", declared("a"))
    with pytest.raises(Undelivered, match="1 events"):
        emitter.flush()

    failing.failures = []
    emitter.flush()

    assert len({batch.SerializeToString() for batch in failing.sent}) == 1
    assert failing.sent[-1].number == 1


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

    ended = failing.sent[-1].events[-1].run_ended
    assert ended.run == "experiments/a/runs/r"
    assert ended.message == "ZeroDivisionError: division by zero"


def test_parameters_keep_their_types_and_series_are_delta_coded(journal) -> None:
    failing, channel = journal
    experiment = Experiment(Emitter(channel, "token"), "experiments/a")

    with experiment.run("train", id="r") as run:
        run.hyperparameters(alpha=0.5, depth=3, loss="huber", bagging=True)
        run.series("loss", [0, 10, 20], [3.0, 2.0, 1.0])

    chosen = {p.key: p.WhichOneof("value") for p in failing.sent[0].events[1].parameters_chosen.parameters}
    assert chosen == {"alpha": "number", "depth": "number", "loss": "text", "bagging": "flag"}
    points = failing.sent[0].events[2].points_measured
    assert list(points.step_deltas) == [0, 10, 10]
    assert list(points.time_deltas)[1:] == [0, 0]
