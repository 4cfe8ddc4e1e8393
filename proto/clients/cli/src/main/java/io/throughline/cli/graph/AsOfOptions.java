package io.throughline.cli.graph;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.throughline.lineage.v1.AsOf;
import java.text.ParseException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The moment of the past that a question is about. */
final class AsOfOptions {
  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "As it was then (2026-11-24T10:00:00Z): what began later is not there.")
  String at = "";

  @Option(
      names = "--known-at",
      paramLabel = "TIME|POSITION",
      description =
          "As it was known then: at a time of the journal's clock, or after the position of an"
              + " acknowledgement (0:12,3:7).")
  String knownAt = "";

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  /**
   * The moment.
   *
   * @throws ParameterException where it is none
   */
  AsOf moment() {
    AsOf.Builder moment = AsOf.newBuilder();
    if (!at.isEmpty()) {
      moment.setAt(time("--at", at));
    }
    if (knownAt.contains("T")) {
      moment.setKnownAtTime(time("--known-at", knownAt));
    } else if (!knownAt.isEmpty()) {
      moment.setKnownAtPosition(knownAt);
    }
    return moment.build();
  }

  private Timestamp time(String option, String text) {
    try {
      return Timestamps.parse(text);
    } catch (ParseException e) {
      throw new ParameterException(
          spec.commandLine(),
          "%s '%s': write a time as 2026-11-24T10:00:00Z".formatted(option, text),
          e);
    }
  }
}
