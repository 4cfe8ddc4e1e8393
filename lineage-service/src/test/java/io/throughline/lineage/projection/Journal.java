package io.throughline.lineage.projection;

import com.google.protobuf.ByteString;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.follower.FollowedBatch;
import io.throughline.server.position.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Batches of many tenants in a few partitions, as a follower gets them. */
public final class Journal {
  static final int PARTITIONS = 3;

  private final Random random;
  private final List<List<FollowedBatch>> partitions = new ArrayList<>();
  private final int[] applied = new int[PARTITIONS];

  public Journal(long seed) {
    this.random = new Random(seed);
    for (int p = 0; p < PARTITIONS; p++) {
      partitions.add(new ArrayList<>());
    }
  }

  /** Appends batches of several tenants: in the order of each, otherwise mixed at random. */
  public void append(List<String> tenants, List<List<Batch>> histories) {
    List<Integer> turns = new ArrayList<>();
    for (int h = 0; h < histories.size(); h++) {
      for (int i = 0; i < histories.get(h).size(); i++) {
        turns.add(h);
      }
    }
    Collections.shuffle(turns, random);
    int[] next = new int[histories.size()];
    for (int h : turns) {
      append(tenants.get(h), histories.get(h).get(next[h]++));
    }
  }

  private void append(String tenant, Batch batch) {
    int p = Math.floorMod(batch.getScope().hashCode(), PARTITIONS);
    List<FollowedBatch> partition = partitions.get(p);
    partition.add(
        new FollowedBatch(
            p,
            partition.size() + 1L,
            ByteString.EMPTY,
            tenant,
            batch,
            Instant.ofEpochSecond(1_000_000 + partition.size())));
  }

  /** A position somewhere in what was appended after another one. */
  public Position somewhereAfter(Position start) {
    Position position = Position.START;
    for (int p = 0; p < PARTITIONS; p++) {
      long from = start.at(p);
      int span = (int) (partitions.get(p).size() - from);
      position = position.merge(Position.of(p, from + random.nextInt(span + 1)));
    }
    return position;
  }

  public Position end() {
    Position position = Position.START;
    for (int p = 0; p < PARTITIONS; p++) {
      position = position.merge(Position.of(p, partitions.get(p).size()));
    }
    return position;
  }

  /** What was appended for a tenant up to a position, in some order that keeps each partition's. */
  public List<Batch> of(String tenant, Position upTo) {
    List<Batch> batches = new ArrayList<>();
    for (List<FollowedBatch> partition : partitions) {
      partition.stream()
          .filter(followed -> followed.tenant().equals(tenant))
          .filter(followed -> followed.position() <= upTo.at(followed.partition()))
          .forEach(followed -> batches.add(followed.batch()));
    }
    return batches;
  }

  /** What was not yet taken, in groups of random sizes, each of one partition, in random turns. */
  public List<List<FollowedBatch>> takeGroups() {
    List<List<FollowedBatch>> groups = new ArrayList<>();
    while (true) {
      List<Integer> open = new ArrayList<>();
      for (int p = 0; p < PARTITIONS; p++) {
        if (applied[p] < partitions.get(p).size()) {
          open.add(p);
        }
      }
      if (open.isEmpty()) {
        return groups;
      }
      int p = open.get(random.nextInt(open.size()));
      int to = Math.min(partitions.get(p).size(), applied[p] + 1 + random.nextInt(400));
      groups.add(List.copyOf(partitions.get(p).subList(applied[p], to)));
      applied[p] = to;
    }
  }
}
