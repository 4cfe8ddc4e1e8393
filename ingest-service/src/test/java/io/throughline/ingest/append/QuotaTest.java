package io.throughline.ingest.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.util.Durations;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.throughline.error.v1.ErrorReason;
import io.throughline.server.status.Failure;
import io.throughline.server.testing.Errors;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuotaTest {
  private static final long RATE = 1_000;
  private long now = Long.MAX_VALUE - 5;
  private final Quota quota = new Quota(Replica.Limits.ofQuota(RATE, 3_000), () -> now);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private Failure refusal(String producer, long bytes) {
    return org.assertj.core.api.Assertions.catchThrowableOfType(
        Failure.class, () -> quota.take("-", producer, bytes));
  }

  @Test
  void aBurstPassesAndWhatComesAfterItIsToldWhenToTryAgain() {
    for (int i = 0; i < 3; i++) {
      quota.take("-", "p", 1_000);
    }
    quota.take("-", "p", 500);

    Failure refused = refusal("p", 1);

    assertThat(refused.reason()).isEqualTo(ErrorReason.ERROR_REASON_QUOTA_EXCEEDED);
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(refused.getMessage()).contains("'p'", "1000 bytes a second");
    long wait =
        Durations.toMillis(Errors.detail(refused, RetryInfo.class).orElseThrow().getRetryDelay());
    assertThat(wait).isBetween(500L, 502L);
    pass(Duration.ofMillis(wait));
    assertThatCode(() -> quota.take("-", "p", 1)).doesNotThrowAnyException();
  }

  @Test
  void aRefusalTakesNothing() {
    quota.take("-", "p", 4_000);
    for (int i = 0; i < 100; i++) {
      assertThat(refusal("p", 1_000)).isNotNull();
    }

    pass(Duration.ofMillis(1_001));

    assertThatCode(() -> quota.take("-", "p", 1)).doesNotThrowAnyException();
  }

  @Test
  void aBatchThatIsLargerThanTheBucketPassesOnce() {
    quota.take("-", "p", 100_000);

    assertThat(refusal("p", 1)).isNotNull();
    pass(Duration.ofSeconds(96));
    assertThat(refusal("p", 1)).isNotNull();
    pass(Duration.ofSeconds(2));
    assertThatCode(() -> quota.take("-", "p", 1)).doesNotThrowAnyException();
  }

  @Test
  void overALongTimeAProducerGetsItsRateAndNoMore() {
    long passed = 0;
    for (int i = 0; i < 100_000; i++) {
      pass(Duration.ofMillis(1));
      if (refusal("p", 100) == null) {
        passed += 100;
      }
    }

    assertThat(passed).isBetween(100 * RATE, 100 * RATE + 3_000 + 100);
  }

  @Test
  void everyProducerOfEveryTenantHasItsOwn() {
    quota.take("-", "p", 4_000);

    assertThatExceptionOfType(Failure.class).isThrownBy(() -> quota.take("-", "p", 1));
    assertThatCode(
            () -> {
              quota.take("-", "q", 1_000);
              quota.take("other", "p", 1_000);
            })
        .doesNotThrowAnyException();
  }

  @Test
  void fullBucketsAreForgotten() {
    for (int i = 0; i < 100_000; i++) {
      pass(Duration.ofMillis(2));
      quota.take("-", "p" + i, 1);
    }

    assertThat(quota.size()).isLessThan(20_000);
  }

  @Test
  void withoutARateEverythingPasses() {
    Quota none = new Quota(Replica.Limits.USUAL, () -> now);
    for (int i = 0; i < 1_000; i++) {
      none.take("-", "p", 1 << 30);
    }

    assertThat(none.size()).isZero();
  }
}
