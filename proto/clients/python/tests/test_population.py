"""Observations as the journal gets them, over real gRPC."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from throughline import Emitter, Exposure, Outcome, Population, Prediction

NOON = datetime(2010, 3, 1, 12, tzinfo=timezone.utc)
NOON_MILLIS = 1_267_444_800_000
MILLISECOND = timedelta(milliseconds=1)


@pytest.fixture
def listings(journal):
    failing, channel = journal
    with Emitter(channel, "token") as emitter:
        yield failing, Population(emitter, "populations/listings")


def test_declares_itself(listings) -> None:
    failing, population = listings

    population.declare("listing", attributes=["device"], time_zone="America/Chicago", currency="USD")
    population.flush()

    assert failing.sent[0].scope == "populations/listings"
    declared = failing.events[0].population_declared
    assert (declared.name, declared.unit_kind, declared.time_zone) == (
        "populations/listings",
        "listing",
        "America/Chicago",
    )
    assert list(declared.attributes) == ["device"]


def test_exposures_become_columns_whose_times_and_words_are_coded(listings) -> None:
    failing, population = listings

    population.exposed(
        "environments/e/trials/t",
        [
            Exposure("u1", NOON, "control", {"device": "phone"}),
            Exposure("u2", NOON - 5 * MILLISECOND, "new"),
            Exposure("u3", NOON.astimezone(timezone(timedelta(hours=9))), "control", {"device": "desk"}),
        ],
    )
    population.flush()

    observed = failing.events[0].exposures_observed
    assert (observed.population, observed.trial) == ("populations/listings", "environments/e/trials/t")
    assert list(observed.units) == ["u1", "u2", "u3"]
    assert list(observed.time_deltas) == [NOON_MILLIS, -5, 5]
    assert list(observed.arms) == ["control", "new"]
    assert list(observed.arm_indexes) == [0, 1, 0]
    assert [(c.key, list(c.values), list(c.indexes)) for c in observed.attributes] == [
        ("device", ["phone", "", "desk"], [0, 1, 2])
    ]


def test_outcomes_tell_their_revisions(listings) -> None:
    failing, population = listings
    order = Outcome("u", "order-1", NOON, 10.0)

    population.outcomes("order", [order, order.corrected(9.0), order.corrected(9.0).taken_back()], currency="USD")
    population.flush()

    observed = failing.events[0].outcomes_observed
    assert (observed.kind, observed.currency) == ("order", "USD")
    assert list(observed.ids) == ["order-1"] * 3
    assert list(observed.values) == [10.0, 9.0, 9.0]
    assert list(observed.revisions) == [0, 1, 2]
    assert list(observed.retractions) == [False, False, True]
    assert list(observed.time_deltas) == [NOON_MILLIS, 0, 0]


def test_many_rows_travel_in_several_events_each_of_which_stands_alone(listings) -> None:
    failing, population = listings

    population.predicted(
        "experiments/e/models/m", (Prediction(f"u{i}", NOON + i * MILLISECOND, float(i)) for i in range(12_000))
    )
    population.flush()

    observed = [event.predictions_observed for event in failing.events]
    assert [len(one.units) for one in observed] == [5_000, 5_000, 2_000]
    assert observed[2].time_deltas[0] == NOON_MILLIS + 10_000
    assert observed[2].values[1_999] == 11_999.0
    assert {one.source for one in observed} == {"experiments/e/models/m"}


def test_nothing_becomes_no_event_and_faults_are_told_at_once(listings) -> None:
    failing, population = listings

    population.exposed("", [])
    with pytest.raises(ValueError, match="101 arms"):
        population.exposed("", [Exposure(f"u{i}", NOON, f"arm{i}") for i in range(101)])
    with pytest.raises(ValueError, match="has no zone"):
        population.predicted("experiments/e/models/m", [Prediction("u", datetime(2010, 3, 1), 1.0)])
    population.flush()

    assert failing.events == []
