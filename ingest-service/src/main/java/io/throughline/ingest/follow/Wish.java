package io.throughline.ingest.follow;

import java.util.List;

/**
 * What a follower wants to see.
 *
 * @param from its place in every partition that it follows
 * @param kinds the mask of the kinds that it wants; 0: all
 * @param tenant whose batches it may see, or null for everybody's
 */
record Wish(List<Place> from, long kinds, String tenant) {}
