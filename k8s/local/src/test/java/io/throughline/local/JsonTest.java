package io.throughline.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void writesTextNumbersListsAndNothing() {
    // Given
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("text", "a \"quoted\\\" line\n\u0001");
    value.put("numbers", List.of(1, 2L));
    value.put("nothing", null);
    value.put("switch", true);
    // When, Then
    assertThat(Json.of(value))
        .isEqualTo(
            "{\"text\":\"a \\\"quoted\\\\\\\" line\\n\\u0001\",\"numbers\":[1,2],\"nothing\":null,\"switch\":true}");
  }
}
