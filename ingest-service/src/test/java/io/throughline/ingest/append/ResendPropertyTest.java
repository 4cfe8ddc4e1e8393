package io.throughline.ingest.append;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.error.v1.ErrorReason;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.testing.Databases;
import io.throughline.ingest.testing.Events;
import io.throughline.local.postgres.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Producers that resend, skip, change and restart at random, over two replicas, against a model
 * that knows what each of these has to come to.
 */
class ResendPropertyTest {
  private static final int PARTITIONS = 2;

  /** What a producer has in the journal, and the position of each batch. */
  private static final class Producer {
    final String id;
    final List<Batch> batches = new ArrayList<>();
    final Map<Batch, String> positions = new HashMap<>();
    long epoch = 1;
    long number = 0;

    Producer(String id) {
      this.id = id;
    }

    Batch batch(long withNumber, double value) {
      return Events.point("e-" + id, id, withNumber, value).toBuilder().setEpoch(epoch).build();
    }

    List<Batch> ofThisEpoch() {
      return batches.stream().filter(batch -> batch.getEpoch() == epoch).toList();
    }
  }

  private record Sent(Batch batch, CompletableFuture<Outcome> outcome, Check check) {}

  private interface Check {
    void accept(Batch batch, Outcome outcome);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyBatchHasItsOneEffect(long seed) {
    Random random = new Random(seed);
    Database database = Databases.journal(PARTITIONS);
    List<Producer> producers =
        List.of(new Producer("a"), new Producer("b"), new Producer("c"), new Producer("d"));
    try (Replica one = Replica.of(database, PARTITIONS);
        Replica other = Replica.of(database, PARTITIONS)) {
      for (int burst = 0; burst < 40; burst++) {
        List<Sent> sent = new ArrayList<>();
        for (Producer producer : producers) {
          Replica replica = random.nextBoolean() ? one : other;
          for (int i = random.nextInt(8); i > 0; i--) {
            sent.add(step(random, producer, replica));
          }
        }
        sent.forEach(each -> each.check().accept(each.batch(), each.outcome().join()));
      }
    }
    for (Producer producer : producers) {
      assertThat(StoredBatches.of(database, producer.id))
          .containsExactlyElementsOf(producer.batches);
    }
  }

  private Sent step(Random random, Producer producer, Replica replica) {
    List<Batch> old = producer.ofThisEpoch();
    int choice = random.nextInt(10);
    if (choice < 3 && !old.isEmpty()) {
      Batch again = old.get(random.nextInt(old.size()));
      return send(replica, again, (batch, outcome) -> assertAgain(producer, batch, outcome));
    }
    if (choice == 3 && !old.isEmpty()) {
      long number = old.get(random.nextInt(old.size())).getNumber();
      return send(
          replica, producer.batch(number, -1), refused(ErrorReason.ERROR_REASON_CONTENT_CHANGED));
    }
    if (choice == 4) {
      Batch early = producer.batch(producer.number + 2 + random.nextInt(3), 0);
      return send(replica, early, refused(ErrorReason.ERROR_REASON_NUMBER_GAP));
    }
    if (choice == 5 && producer.number > 0) {
      return random.nextBoolean() ? restart(producer, replica) : fenced(producer, replica);
    }
    return next(producer, replica);
  }

  private Sent next(Producer producer, Replica replica) {
    producer.number++;
    Batch batch = producer.batch(producer.number, producer.number);
    producer.batches.add(batch);
    return send(
        replica,
        batch,
        (sent, outcome) -> {
          assertThat(outcome.acknowledgement().orElseThrow().getDuplicate()).isFalse();
          producer.positions.put(sent, outcome.acknowledgement().orElseThrow().getPosition());
        });
  }

  private Sent restart(Producer producer, Replica replica) {
    producer.epoch++;
    producer.number = 0;
    return next(producer, replica);
  }

  private Sent fenced(Producer producer, Replica replica) {
    if (producer.epoch == 1) {
      return next(producer, replica);
    }
    Batch older =
        producer.batch(producer.number + 1, 0).toBuilder().setEpoch(producer.epoch - 1).build();
    return send(replica, older, refused(ErrorReason.ERROR_REASON_FENCED));
  }

  private static void assertAgain(Producer producer, Batch batch, Outcome outcome) {
    assertThat(outcome.acknowledgement().orElseThrow().getDuplicate()).isTrue();
    assertThat(outcome.acknowledgement().orElseThrow().getPosition())
        .isEqualTo(producer.positions.get(batch));
  }

  private static Check refused(ErrorReason reason) {
    return (batch, outcome) ->
        assertThat(outcome.refusal().orElseThrow().reason()).isEqualTo(reason);
  }

  private static Sent send(Replica replica, Batch batch, Check check) {
    return new Sent(batch, replica.send(batch), check);
  }
}
