"""A journal that fails on purpose, for every test that needs one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent import futures
from pathlib import Path

import grpc
import pytest
from throughline.event.v1 import batch_pb2
from throughline.ingest.v1 import journal_service_pb2, journal_service_pb2_grpc

from throughline import Emitter


class FailingJournal(journal_service_pb2_grpc.JournalServiceServicer):
    """Keeps what it is sent; fails as often as it is told to, before or after keeping."""

    def __init__(self) -> None:
        self.sent: list[batch_pb2.Batch] = []
        self.kept: dict[tuple[str, str, int, int], batch_pb2.Batch] = {}
        self.failures: list[grpc.StatusCode] = []
        self.failures_after: list[grpc.StatusCode] = []
        self.away = False

    @property
    def events(self) -> list[batch_pb2.Event]:
        return [event for batch in self.kept.values() for event in batch.events]

    def Append(self, request, context):
        batch = request.batch
        self.sent.append(batch)
        if self.away:
            context.abort(grpc.StatusCode.UNAVAILABLE, "away")
        if self.failures:
            context.abort(self.failures.pop(0), "on purpose")
        self.kept.setdefault((batch.scope, batch.producer, batch.epoch, batch.number), batch)
        if self.failures_after:
            context.abort(self.failures_after.pop(0), "on purpose")
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


KILLED = """
import sys, time
import grpc
from pathlib import Path
from throughline import Emitter, Experiment

emitter = Emitter(grpc.insecure_channel("127.0.0.1:1"), "token", "killed", spill=Path(sys.argv[1]))
run = Experiment(emitter, sys.argv[2]).run("train", id="r").__enter__()
for block in range(5):
    for step in range(1_000):
        run.metric("loss", block * 1_000 + step, step=block * 1_000 + step)
    while emitter.report().pending_batches <= block:
        time.sleep(0.001)
print("spilled", flush=True)
time.sleep(600)
"""


def _wait_until_delivered(emitter: Emitter) -> None:
    deadline = time.monotonic() + 120
    while emitter.report().pending_batches and time.monotonic() < deadline:
        time.sleep(0.01)
    assert emitter.report().pending_batches == 0, emitter.report()


def _kill_one_that_has_spilled(directory: Path, experiment: str) -> None:
    """Ends a process with SIGKILL that has told a run with points while nobody listened."""
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(directory), experiment], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"spilled\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()


@pytest.fixture
def wait_until_delivered() -> Callable[[Emitter], None]:
    return _wait_until_delivered


@pytest.fixture
def kill_one_that_has_spilled() -> Callable[[Path, str], None]:
    return _kill_one_that_has_spilled
