package io.throughline.lineage.freshness;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.lineage.testing.LineageTest;
import org.junit.jupiter.api.Test;

/** What operators see of the graph. */
@LineageTest
class OperationsTest {

  @Test
  void theLagIsMeasured() {
    assertThat(get("/q/metrics").body().asString())
        .contains("throughline_follower_lag_positions{projection=\"graph\"}")
        .contains("throughline_follower_lag_age_seconds{projection=\"graph\"}")
        .contains("throughline_follower_quarantine_batches{projection=\"graph\"}")
        .contains("throughline_follower_group_batches_count{projection=\"graph\"}");
  }

  @Test
  void readinessTellsTheLagAndTheDatabaseSettings() {
    assertThat(get("/q/health/ready").body().asString())
        .contains("lag_positions", "lag_seconds", "quarantined", "synchronous_commit");
  }
}
