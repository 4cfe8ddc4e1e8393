package io.throughline.ingest.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.throughline.ingest.testing.Databases;
import io.throughline.ingest.testing.Events;
import io.throughline.local.postgres.Database;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InstallationTest {

  @Test
  void theNumberOfPartitionsIsFixedAtTheFirstStart() throws Exception {
    Database database = Databases.journal(4);

    Installation again = Installation.open(Databases.dataSource(database), 4);

    assertThat(again.partitionCount()).isEqualTo(4);
    assertThatExceptionOfType(InstallationException.class)
        .isThrownBy(() -> Installation.open(Databases.dataSource(database), 8))
        .withMessageContaining("set throughline.partitions to 4");
  }

  /** Computed apart from this code: it must never change, or what is stored is no longer found. */
  @Test
  void aScopeStaysInItsPartition() {
    assertThat(Partitions.of("-", "experiments/house-valuation", 8)).isEqualTo(7);
    assertThat(Partitions.of("acme", "experiments/house-valuation", 64)).isEqualTo(10);
  }

  @Test
  void everyPartitionHasItsShareOfScopes() {
    long[] scopes = new long[8];
    IntStream.range(0, 8000).forEach(i -> scopes[Partitions.of("-", "experiments/e" + i, 8)]++);

    assertThat(Arrays.stream(scopes)).allMatch(count -> count > 850 && count < 1150);
  }

  @Test
  void aPayloadComesBackAsItWas() {
    var batch = Events.point("e", "p", 1, 2.5).toBuilder().setTraceparent("t").build();

    Payload payload = Payload.of(batch);

    assertThat(Payload.decode(payload.codec(), payload.size(), payload.bytes(), "t"))
        .isEqualTo(batch);
    assertThat(payload.digest())
        .isEqualTo(Payload.of(batch.toBuilder().clearTraceparent().build()).digest());
  }
}
