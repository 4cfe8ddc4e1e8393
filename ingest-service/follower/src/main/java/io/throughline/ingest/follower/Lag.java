package io.throughline.ingest.follower;

import java.time.Duration;

/**
 * How far a projection is behind the journal, as its follower knows.
 *
 * @param positions how many positions are not applied yet, over all partitions
 * @param age for how long the oldest batch that is not applied has been in the journal; where the
 *     stream has not brought it yet, for how long it has been seen to be missing; zero where
 *     nothing is missing
 * @param quarantined how many batches could not be applied; counted up to a limit
 */
public record Lag(long positions, Duration age, long quarantined) {}
