package io.throughline.ingest.testing;

import com.google.protobuf.Timestamp;
import io.throughline.event.v1.EvaluationApproved;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.Waiver;
import io.throughline.event.v1.WaiverGranted;
import io.throughline.event.v1.WaiverRevoked;

/** Events about what people decided, for tests. */
final class Decisions {
  private Decisions() {}

  /** A valid event of a kind about an evaluation of the experiment. */
  static Event.Builder sample(Event.KindCase kind, String experiment) {
    String e = "experiments/" + experiment;
    Event.Builder event = Event.newBuilder();
    return switch (kind) {
      case WAIVER_GRANTED ->
          event.setWaiverGranted(WaiverGranted.newBuilder().setWaiver(waiver(e)));
      case WAIVER_REVOKED ->
          event.setWaiverRevoked(
              WaiverRevoked.newBuilder()
                  .setWaiver(e + "/waivers/w")
                  .setAuthor("ada")
                  .setReason("measured again"));
      case EVALUATION_APPROVED ->
          event.setEvaluationApproved(
              EvaluationApproved.newBuilder()
                  .setName(e + "/approvals/a")
                  .setEvaluation(e + "/evaluations/v")
                  .setApprover("ada"));
      default -> throw new IllegalArgumentException("no decision of people: " + kind);
    };
  }

  private static Waiver.Builder waiver(String experiment) {
    return Waiver.newBuilder()
        .setName(experiment + "/waivers/w")
        .setPolicy("policies/p")
        .setCheck("accuracy")
        .setCandidate(experiment + "/models/m")
        .setEvaluation(experiment + "/evaluations/v")
        .setReason("the season ends in a week")
        .setAuthor("grace")
        .setApprover("ada")
        .setExpireTime(Timestamp.newBuilder().setSeconds(1_800_000_000));
  }
}
