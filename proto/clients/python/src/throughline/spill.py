"""The batches of one producer on disk, in the format of the Java emitter, so that either delivers what the other left.

A spill is a directory: segments (`00000001.log`) of frames (length, CRC-32, batch), `progress`, which says up to where
the journal has them and how far the producer had counted, and `lock`, which is held while its process lives.
"""

from __future__ import annotations

import logging
import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # not a POSIX system
    fcntl = None  # type: ignore[assignment]

FORMAT = "throughline-spill 1"
SEGMENT_BYTES = 8 << 20
_FRAME = struct.Struct(">iI")
_LOG = logging.getLogger(__name__)
_held: set[Path] = set()


@dataclass(frozen=True)
class Count:
    """How far a producer has counted in a scope: its epoch, and the last number that was acknowledged."""

    epoch: int = 1
    number: int = 0


@dataclass(frozen=True)
class Location:
    """Where a batch lies."""

    segment: int
    offset: int
    size: int


class SpillError(OSError):
    """The spill cannot be used."""


class Spill:
    """One producer's spill, locked by this process. For one thread at a time."""

    def __init__(self, directory: Path, lock: IO[bytes]) -> None:
        self.directory = directory
        self._lock = lock
        self.producer, self._segment, self._offset, self.counts = _read_progress(directory / "progress")
        self._files: dict[int, IO[bytes]] = {}
        self.size = 0
        for file in sorted(directory.glob("[0-9]*.log")):
            self._files[int(file.stem)] = file.open("r+b", buffering=0)
            self.size += file.stat().st_size

    @staticmethod
    def create(root: Path, producer: str) -> Spill:
        """An empty spill; it appears under its name only when it is locked."""
        root.mkdir(parents=True, exist_ok=True)
        directory, unfinished = root / producer, root / f".{producer}"
        unfinished.mkdir()
        lock = _take(unfinished, directory)
        if lock is None:
            raise SpillError(f"{directory} belongs to another emitter")
        _write_progress(unfinished / "progress", producer, 1, 0, {})
        unfinished.rename(directory)
        return Spill(directory, lock)

    @staticmethod
    def abandoned(root: Path) -> list[Spill]:
        """The spills whose processes have ended; they belong to this process from now on."""
        found = []
        for directory in sorted(root.glob("[!.]*")) if root.is_dir() else []:
            if not (directory / "lock").exists() or not (directory / "progress").exists():
                continue
            lock = _take(directory, directory)
            if lock is None:
                continue
            try:
                found.append(Spill(directory, lock))
            except (OSError, ValueError) as error:
                _LOG.error("the spill %s cannot be read and is left as it is: %s", directory, error)
                _release(lock, directory)
        return found

    def replay(self) -> Iterator[tuple[Location, bytes]]:
        """Every batch that is not known to be in the journal, in order; what was cut short at an end is left out."""
        for number in sorted(self._files):
            if number < self._segment:
                continue
            offset = self._offset if number == self._segment else 0
            while (payload := self._frame(number, offset)) is not None:
                yield Location(number, offset, len(payload)), payload
                offset += _FRAME.size + len(payload)

    def append(self, payload: bytes) -> Location:
        """Writes a batch at the end. It survives the death of the process, not that of the machine."""
        last = max(self._files, default=0)
        if not last or self._files[last].seek(0, os.SEEK_END) >= SEGMENT_BYTES:
            last = last + 1 if last else self._segment
            self._files[last] = (self.directory / f"{last:08d}.log").open("w+b", buffering=0)
        file = self._files[last]
        offset = file.seek(0, os.SEEK_END)
        frame = _FRAME.pack(len(payload), zlib.crc32(payload)) + payload
        try:
            written = 0
            while written < len(frame):
                written += file.write(frame[written:]) or 0
        except OSError:
            file.truncate(offset)
            raise
        self.size += len(frame)
        return Location(last, offset, len(payload))

    def read(self, location: Location) -> bytes:
        """Reads a batch again."""
        payload = self._frame(location.segment, location.offset)
        if payload is None:
            raise SpillError(f"{self.directory} holds no batch at {location}")
        return payload

    def save(self, before: Location | None, counts: dict[str, Count]) -> None:
        """Remembers that the journal has everything before a place (none: all), and deletes what holds no more."""
        if before is not None:
            segment, offset = before.segment, before.offset
        elif self._files:
            segment = max(self._files)
            offset = self._files[segment].seek(0, os.SEEK_END)
        else:
            segment, offset = self._segment, 0
        _write_progress(self.directory / "progress", self.producer, segment, offset, counts)
        self._segment, self._offset = segment, offset
        for number in [n for n in self._files if n < segment]:
            file = self._files.pop(number)
            self.size -= file.seek(0, os.SEEK_END)
            file.close()
            (self.directory / f"{number:08d}.log").unlink(missing_ok=True)

    def delete(self) -> None:
        """Deletes it, for the journal has everything."""
        for file in self._files.values():
            file.close()
        for path in self.directory.glob("[0-9]*.log"):
            path.unlink()
        (self.directory / "progress").unlink(missing_ok=True)
        (self.directory / "lock").unlink(missing_ok=True)
        _release(self._lock, self.directory)
        self.directory.rmdir()

    def close(self) -> None:
        """Lets go of it; another process may open it."""
        for file in self._files.values():
            file.close()
        _release(self._lock, self.directory)

    def _frame(self, number: int, offset: int) -> bytes | None:
        file = self._files.get(number)
        if file is None:
            return None
        file.seek(offset)
        header = file.read(_FRAME.size)
        if len(header) < _FRAME.size:
            return None
        size, check = _FRAME.unpack(header)
        payload = file.read(size) if 0 < size <= 64 << 20 else b""
        return payload if len(payload) == size and zlib.crc32(payload) == check else None


def _take(directory: Path, owned: Path) -> IO[bytes] | None:
    if fcntl is None:
        raise SpillError("a spill needs a POSIX system")
    if owned.absolute() in _held:
        return None
    lock = (directory / "lock").open("ab")
    try:
        fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return None
    _held.add(owned.absolute())
    return lock


def _release(lock: IO[bytes], owned: Path) -> None:
    lock.close()
    _held.discard(owned.absolute())


def _write_progress(path: Path, producer: str, segment: int, offset: int, counts: dict[str, Count]) -> None:
    lines = [FORMAT, f"producer {producer}", f"at {segment} {offset}"]
    lines += [f"scope {count.epoch} {count.number} {scope}" for scope, count in sorted(counts.items())]
    content = "".join(f"{line}\n" for line in lines)
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(f"{content}crc {zlib.crc32(content.encode()):08x}\n")
    fresh.replace(path)


def _read_progress(path: Path) -> tuple[str, int, int, dict[str, Count]]:
    text = path.read_text()
    content, mark, check = text.rpartition("crc ")
    if not content.startswith(f"{FORMAT}\n") or not mark or check != f"{zlib.crc32(content.encode()):08x}\n":
        raise SpillError(f"{path} is damaged, or no '{FORMAT}'")
    _, producer, at, *scopes = content.splitlines()
    counts = {}
    for line in scopes:
        _, epoch, number, scope = line.split(" ", 3)
        counts[scope] = Count(int(epoch), int(number))
    _, segment, offset = at.split(" ")
    return producer.removeprefix("producer "), int(segment), int(offset), counts
