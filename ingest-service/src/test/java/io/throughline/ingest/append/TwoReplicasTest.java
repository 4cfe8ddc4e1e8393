package io.throughline.ingest.append;

import static io.throughline.ingest.testing.Events.point;
import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.error.v1.ErrorReason;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.testing.Databases;
import io.throughline.local.postgres.Database;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two ingest-services on one database. */
class TwoReplicasTest {
  private static final int PARTITIONS = 3;
  private Database database;
  private List<Replica> replicas;

  @BeforeEach
  void start() {
    database = Databases.journal(PARTITIONS);
    replicas = List.of(Replica.of(database, PARTITIONS), Replica.of(database, PARTITIONS));
  }

  @AfterEach
  void stop() {
    replicas.forEach(Replica::close);
  }

  @Test
  void positionsAreGapFreeAndInOrderForEveryProducer() throws Exception {
    int producers = 12;
    int batches = 60;
    ExecutorService threads = Executors.newFixedThreadPool(producers);

    List<? extends Future<?>> running =
        IntStream.range(0, producers)
            .mapToObj(p -> threads.submit(() -> produce(p, batches)))
            .toList();
    for (Future<?> each : running) {
      each.get();
    }
    threads.shutdown();

    List<StoredBatches> stored = StoredBatches.in(database);
    assertThat(stored).hasSize(producers * batches);
    Map<Integer, Long> positions = new HashMap<>();
    Map<Integer, OffsetDateTime> times = new HashMap<>();
    Map<String, Long> numbers = new HashMap<>();
    for (StoredBatches each : stored) {
      assertThat(each.position()).isEqualTo(positions.merge(each.partition(), 1L, Long::sum));
      assertThat(each.batch().getNumber())
          .isEqualTo(numbers.merge(each.batch().getProducer(), 1L, Long::sum));
      OffsetDateTime before = times.put(each.partition(), each.appendTime());
      assertThat(before == null || !each.appendTime().isBefore(before)).isTrue();
    }
  }

  /** Sends through one replica after the other, a few batches at a time. */
  private void produce(int producer, int batches) {
    for (int number = 1; number <= batches; number += 5) {
      Replica replica = replicas.get((producer + number / 5) % 2);
      List<CompletableFuture<Outcome>> sent = new ArrayList<>();
      for (int i = number; i < number + 5; i++) {
        sent.add(replica.send(point("e" + producer, "p" + producer, i, i)));
      }
      for (CompletableFuture<Outcome> each : sent) {
        assertThat(each.join().acknowledgement()).isPresent();
      }
    }
  }

  @Test
  void ofTwoProducersWithOneIdOnlyOneHasEachNumber() throws Exception {
    int batches = 100;
    AtomicInteger refused = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    List<Future<List<Batch>>> rivals =
        IntStream.range(0, 2)
            .mapToObj(rival -> threads.submit(() -> compete(rival, batches, refused)))
            .toList();

    List<Batch> acknowledged = new ArrayList<>();
    for (Future<List<Batch>> rival : rivals) {
      acknowledged.addAll(rival.get());
    }
    threads.shutdown();

    assertThat(refused.get()).isEqualTo(batches);
    assertThat(StoredBatches.of(database, "one-id"))
        .containsExactlyInAnyOrderElementsOf(acknowledged)
        .extracting(Batch::getNumber)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, batches).boxed().toList());
  }

  private List<Batch> compete(int rival, int batches, AtomicInteger refused) {
    List<Batch> acknowledged = new ArrayList<>();
    for (int number = 1; number <= batches; number++) {
      Batch batch = point("contested", "one-id", number, rival);
      Outcome outcome = replicas.get(rival).outcome(batch);
      if (outcome.acknowledgement().isPresent()) {
        acknowledged.add(batch);
      } else {
        assertThat(outcome.refusal().orElseThrow().reason())
            .isEqualTo(ErrorReason.ERROR_REASON_CONTENT_CHANGED);
        refused.incrementAndGet();
      }
    }
    return acknowledged;
  }

  @Test
  void aBatchThatIsSentToBothAtOnceHasOneEffect() {
    for (int number = 1; number <= 50; number++) {
      Batch batch = point("both", "p", number, number);

      CompletableFuture<Outcome> one = replicas.get(0).send(batch);
      CompletableFuture<Outcome> other = replicas.get(1).send(batch);

      assertThat(
              List.of(
                  one.join().acknowledgement().orElseThrow().getDuplicate(),
                  other.join().acknowledgement().orElseThrow().getDuplicate()))
          .containsExactlyInAnyOrder(true, false);
      assertThat(one.join().acknowledgement().orElseThrow().getPosition())
          .isEqualTo(other.join().acknowledgement().orElseThrow().getPosition());
    }
    assertThat(StoredBatches.of(database, "p")).hasSize(50);
  }

  @Test
  void reorderedBatchesAreRefusedUntilTheirTurn() {
    List<Batch> batches =
        LongStream.rangeClosed(1, 3).mapToObj(n -> point("order", "p", n, n)).toList();
    Replica replica = replicas.get(0);

    CompletableFuture<Outcome> third = replica.send(batches.get(2));
    CompletableFuture<Outcome> second = replica.send(batches.get(1));
    CompletableFuture<Outcome> first = replica.send(batches.get(0));

    assertThat(third.join().refusal().orElseThrow().reason())
        .isEqualTo(ErrorReason.ERROR_REASON_NUMBER_GAP);
    assertThat(second.join().refusal()).isPresent();
    assertThat(first.join().acknowledgement()).isPresent();
    batches.forEach(replica::acknowledgement);
    assertThat(StoredBatches.of(database, "p")).containsExactlyElementsOf(batches);
  }
}
