"""Values of Python as the contract writes them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from throughline.event.v1 import batch_pb2, figure_pb2, parameter_pb2

Value = str | float | int | bool
CHUNK_BYTES = 1 << 20
MOST_FIGURE_BYTES = 128 << 20


def digest(content: bytes) -> str:
    """The SHA-256 of some bytes, as the contract writes it."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def parameter(kind: parameter_pb2.ParameterKind.ValueType, key: str, value: Value) -> parameter_pb2.Parameter:
    """A choice: a switch, a number, or a text."""
    if isinstance(value, bool):
        return parameter_pb2.Parameter(kind=kind, key=key, flag=value)
    if isinstance(value, (int, float)):
        return parameter_pb2.Parameter(kind=kind, key=key, number=value)
    return parameter_pb2.Parameter(kind=kind, key=key, text=value)


def figure(drawn: figure_pb2.FigureDrawn, content: bytes) -> Iterator[batch_pb2.Event]:
    """The events of a figure: one, or where it is larger than 1 MiB one for each chunk and one that names them."""
    if not 0 < len(content) <= MOST_FIGURE_BYTES:
        raise ValueError(f"{drawn.name} has {len(content)} bytes; a figure has 1 to {MOST_FIGURE_BYTES}")
    if len(content) <= CHUNK_BYTES:
        drawn.content = content
    else:
        drawn.digest, drawn.size_bytes = digest(content), len(content)
        chunks = [content[i : i + CHUNK_BYTES] for i in range(0, len(content), CHUNK_BYTES)]
        drawn.chunk_count = len(chunks)
        for index, chunk in enumerate(chunks):
            sent = figure_pb2.FigureChunkSent(figure=drawn.name, digest=drawn.digest, index=index, content=chunk)
            yield batch_pb2.Event(figure_chunk_sent=sent)
    yield batch_pb2.Event(figure_drawn=drawn)
