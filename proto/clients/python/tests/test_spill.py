"""The spill: what an emitter leaves there, the next one delivers, once and in order."""

from __future__ import annotations

from throughline.event.v1 import batch_pb2, experiment_pb2

from throughline import Emitter
from throughline.spill import Count, Spill


def declared(id: str) -> batch_pb2.Event:
    return batch_pb2.Event(experiment_declared=experiment_pb2.ExperimentDeclared(name=f"experiments/{id}"))


def test_the_next_emitter_delivers_what_is_left_once_and_in_order(journal, tmp_path, wait_until_delivered) -> None:
    failing, channel = journal
    failing.away = True
    left = Emitter(channel, "token", patience=0.0, spill=tmp_path)
    for i in range(5):
        left.emit("experiments/a", declared(f"e{i}"))
    left.close()
    assert list(tmp_path.iterdir())

    failing.away = False
    with Emitter(channel, "token", spill=tmp_path) as emitter:
        assert emitter.report().adopted_batches > 0
        wait_until_delivered(emitter)

    assert [event.experiment_declared.name for event in failing.events] == [f"experiments/e{i}" for i in range(5)]
    assert [number for *_, number in failing.kept] == list(range(1, len(failing.kept) + 1))
    assert not list(tmp_path.iterdir())


def test_the_next_emitter_counts_on_from_where_the_journal_is(journal, tmp_path, wait_until_delivered) -> None:
    failing, channel = journal
    left = Emitter(channel, "token", spill=tmp_path)
    left.emit("experiments/a", declared("first"))
    left.flush()
    failing.away = True
    left.emit("experiments/a", declared("second"))
    left._close(0.0)

    failing.away = False
    with Emitter(channel, "token", spill=tmp_path) as emitter:
        wait_until_delivered(emitter)

    assert [event.experiment_declared.name for event in failing.events] == ["experiments/first", "experiments/second"]
    assert [number for *_, number in failing.kept] == [1, 2]


def test_what_a_killed_process_has_spilled_is_delivered(
    journal, tmp_path, kill_one_that_has_spilled, wait_until_delivered
) -> None:
    failing, channel = journal
    kill_one_that_has_spilled(tmp_path, "experiments/killed")

    with Emitter(channel, "token", spill=tmp_path) as emitter:
        wait_until_delivered(emitter)

    values = [value for event in failing.events for value in event.points_measured.values]
    assert values
    assert values == list(range(len(values)))
    assert not list(tmp_path.iterdir())


def test_a_spill_remembers_how_far_the_journal_has_come(tmp_path) -> None:
    spill = Spill.create(tmp_path, "p")
    places = [spill.append(f"batch {i}".encode()) for i in range(3)]
    spill.save(places[2], {"experiments/a": Count(2, 7)})
    spill.close()

    (again,) = Spill.abandoned(tmp_path)

    assert again.producer == "p"
    assert again.counts == {"experiments/a": Count(2, 7)}
    assert [payload for _, payload in again.replay()] == [b"batch 2"]
    assert Spill.abandoned(tmp_path) == []
    again.delete()
    assert not list(tmp_path.iterdir())


def test_a_frame_that_was_cut_short_ends_the_spill(tmp_path) -> None:
    spill = Spill.create(tmp_path, "p")
    spill.append(b"whole")
    spill.append(b"cut short")
    spill.close()
    log = tmp_path / "p" / "00000001.log"
    log.write_bytes(log.read_bytes()[:-1])

    (again,) = Spill.abandoned(tmp_path)

    assert [payload for _, payload in again.replay()] == [b"whole"]
    again.close()
