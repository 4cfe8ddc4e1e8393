package io.throughline.load.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.throughline.load.workload.ProducerName;
import org.junit.jupiter.api.Test;

class ProducerTest {
  private static final int WINDOW = 2;

  private final Producer producer = new Producer(new ProducerName(0, "e", "p"));

  @Test
  void measuresFromTheMomentABatchWasDueNotFromTheSending() {
    // Given
    producer.becomeDue(100);
    producer.becomeDue(200);
    producer.take(5000);
    producer.take(5000);
    // When, Then
    assertThat(producer.acknowledge(1)).isEqualTo(100);
    assertThat(producer.acknowledge(2)).isEqualTo(200);
    assertThat(producer.isDone()).isTrue();
  }

  @Test
  void sendsNoMoreThanTheWindowAllows() {
    // Given
    producer.becomeDueWhenSent(3);
    producer.take(0);
    producer.take(0);
    // When, Then
    assertThat(producer.maySend(0, WINDOW)).isFalse();
    producer.acknowledge(1);
    assertThat(producer.maySend(0, WINDOW)).isTrue();
  }

  @Test
  void goesBackToTheRefusedBatchWhenEverythingIsAnswered() {
    // Given
    producer.becomeDue(1);
    producer.becomeDue(2);
    producer.take(0);
    producer.take(0);
    // When
    producer.refuse(1000);
    // Then
    assertThat(producer.rewind()).isFalse();
    producer.refuse(0);
    assertThat(producer.rewind()).isTrue();
    assertThat(producer.maySend(999, WINDOW)).isFalse();
    assertThat(producer.maySend(1000, WINDOW)).isTrue();
    assertThat(producer.take(1000)).isEqualTo(1);
  }

  @Test
  void keepsTheMomentOfABatchOverABrokenStream() {
    // Given
    producer.becomeDueWhenSent(1);
    producer.take(7);
    // When
    producer.breakOff();
    // Then
    assertThat(producer.take(9000)).isEqualTo(1);
    assertThat(producer.acknowledge(1)).isEqualTo(7);
  }

  @Test
  void takesAnAcknowledgementOutOfOrderForAFaultOfTheJournal() {
    // Given
    producer.becomeDueWhenSent(2);
    producer.take(0);
    producer.take(0);
    // When, Then
    assertThatIllegalStateException()
        .isThrownBy(() -> producer.acknowledge(2))
        .withMessageContaining("batch 2 was acknowledged, but 1 was not");
  }

  @Test
  void withdrawsOnlyWhatIsNotSent() {
    // Given
    producer.becomeDueWhenSent(1000);
    producer.take(0);
    // When
    producer.withdraw();
    // Then
    assertThat(producer.isDone()).isFalse();
    producer.acknowledge(1);
    assertThat(producer.isDone()).isTrue();
  }
}
