package io.throughline.server.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

  @Test
  void joiningTextsMerges() {
    Position joined = Position.parse("0:12,3:7" + "," + "3:9,5:1" + "," + "0:2");

    assertThat(joined).hasToString("0:12,3:9,5:1");
    assertThat(joined).isEqualTo(Position.parse("0:12,3:7").merge(Position.parse("3:9,5:1")));
  }

  @Test
  void coversWhatLiesBefore() {
    Position position = Position.parse("0:12,3:7");

    assertThat(position.covers(Position.parse("0:12"))).isTrue();
    assertThat(position.covers(Position.START)).isTrue();
    assertThat(position.covers(Position.of(0, 13))).isFalse();
    assertThat(position.covers(Position.of(1, 1))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", ":", "1", "1:", ":1", "-1:2", "1:-2", "0:1,", "0:99999999999999999999"})
  void refusesWhatIsNoPosition(String text) {
    assertThatThrownBy(() -> Position.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
