package io.throughline.cli.gate.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Message;
import io.throughline.cli.output.Show;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** One JSON object, with the contract's messages as protobuf JSON. */
public final class JsonReport {
  static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
  private static final String SCHEMA = "gate.schema.json";

  private JsonReport() {}

  static String text(Outcome outcome) {
    JsonObject json = new JsonObject();
    json.addProperty("exitCode", outcome.exitCode());
    json.addProperty("waived", outcome.waived());
    json.addProperty("url", outcome.url());
    json.add("evaluation", message(outcome.evaluation()));
    outcome.clearance().ifPresent(some -> json.add("clearance", message(some)));
    outcome.promotion().ifPresent(some -> json.add("promotion", message(some)));
    return GSON.toJson(json) + System.lineSeparator();
  }

  /** The JSON schema that every report follows. */
  public static String schema() {
    try (InputStream schema = JsonReport.class.getResourceAsStream(SCHEMA)) {
      return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonElement message(Message message) {
    return JsonParser.parseString(Show.json(message));
  }
}
