package io.throughline.server.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A service that is traced, and sends its spans nowhere. */
public final class TracedProfile implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "quarkus.otel.sdk.disabled", "false", "quarkus.otel.exporter.otlp.enabled", "false");
  }
}
