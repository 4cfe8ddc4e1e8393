"""A connection to a mesh."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable
from pathlib import Path

import grpc

from throughline.event.v1 import batch_pb2, experiment_pb2

from .emitter import Emitter
from .experiment import Experiment
from .notebook import table
from .population import Population


def connect(
    ingest: str | None = None,
    token: str | None = None,
    *,
    producer: str = "python",
    secure: bool = False,
    patience: float = 60.0,
    spill: str | Path | None = None,
) -> Mesh:
    """Connects to a mesh.

    Args:
        ingest: `host:port` of ingest-service; by default the variable THROUGHLINE_INGEST, or `localhost:7400`.
        token: the bearer token; by default the content of the file that THROUGHLINE_TOKEN_FILE names.
        producer: a name for this producer.
        secure: whether to use TLS.
        patience: for how many seconds `flush`, and leaving a run or the mesh, wait for acknowledgements.
        spill: the directory in which batches are kept until the journal has them; by default the variable
            THROUGHLINE_SPILL, or none. All emitters that share one speak to the same mesh with the same rights.
    """
    target = ingest or os.environ.get("THROUGHLINE_INGEST", "localhost:7400")
    bearer = token or _token_file()
    directory = spill or os.environ.get("THROUGHLINE_SPILL")
    channel = (
        grpc.secure_channel(target, grpc.ssl_channel_credentials())
        if secure
        else grpc.insecure_channel(target)
    )
    emitter = Emitter(channel, bearer, producer, patience, spill=Path(directory) if directory else None)
    return Mesh(channel, emitter)


def _token_file() -> Callable[[], str]:
    file = os.environ.get("THROUGHLINE_TOKEN_FILE")
    if file is None:
        raise ValueError("no token; pass one, or name its file in THROUGHLINE_TOKEN_FILE")
    path = Path(file)
    path.read_text()
    return lambda: path.read_text().strip()  # read anew for every call, for it may be replaced


class Mesh:
    """A connection to a mesh. Leaving its context flushes."""

    def __init__(self, channel: grpc.Channel, emitter: Emitter) -> None:
        self._channel = channel
        self.emitter = emitter

    def __repr__(self) -> str:
        return f"Mesh({self.emitter.report()})"

    def _repr_html_(self) -> str:
        """What a notebook shows: what has become of what was told."""
        return table("Mesh", dataclasses.asdict(self.emitter.report()))

    def experiment(self, id: str, *, question: str = "", display_name: str = "") -> Experiment:
        """Declares an experiment; declaring it twice is harmless."""
        name = f"experiments/{id}"
        event = experiment_pb2.ExperimentDeclared(
            name=name, question=question, display_name=display_name
        )
        self.emitter.emit(name, batch_pb2.Event(experiment_declared=event))
        return Experiment(self.emitter, name)

    def population(self, id: str) -> Population:
        """The population of this id; ask it to declare itself if it may be new."""
        return Population(self.emitter, f"populations/{id}")

    def close(self) -> str:
        """Flushes, closes, and returns the position after everything emitted."""
        try:
            return self.emitter.flush()
        finally:
            self.emitter.close()
            self._channel.close()

    def __enter__(self) -> Mesh:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()
