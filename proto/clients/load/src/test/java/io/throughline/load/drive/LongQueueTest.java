package io.throughline.load.drive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LongQueueTest {
  @Test
  void keepsTheOrderWhileItGrowsAroundItsEnd() {
    // Given
    LongQueue queue = new LongQueue();
    long next = 0;
    long expected = 0;
    // When, Then
    for (int round = 0; round < 50; round++) {
      for (int i = 0; i < 7; i++) {
        queue.add(next++);
      }
      for (int i = 0; i < 5; i++) {
        assertThat(queue.poll()).isEqualTo(expected++);
      }
    }
    assertThat(queue.size()).isEqualTo(100);
  }
}
