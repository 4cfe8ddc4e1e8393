package io.throughline.ingest.event;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest.FieldViolation;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Which names of an event must lie in the batch's scope: its subject, and what its kind says lives
 * beside the subject. An event may refer to anything else anywhere.
 */
public final class Subjects {
  private static final Map<Event.KindCase, List<Path>> PATHS = new EnumMap<>(Event.KindCase.class);

  static {
    local(Event.KindCase.EXPERIMENT_DECLARED, "name");
    local(Event.KindCase.EXPECTATION_STATED, "name");
    local(Event.KindCase.RUN_STARTED, "name", "parent");
    local(Event.KindCase.RUN_ENDED, "run");
    local(Event.KindCase.PARAMETERS_CHOSEN, "run");
    local(Event.KindCase.POINTS_MEASURED, "series.run");
    local(Event.KindCase.FOLDS_MEASURED, "run");
    local(Event.KindCase.SCORES_MEASURED, "run");
    local(Event.KindCase.INSIGHT_RECORDED, "name");
    local(Event.KindCase.FIGURE_DRAWN, "name");
    local(Event.KindCase.ARTIFACT_STORED, "name");
    local(Event.KindCase.DATASET_DECLARED, "name");
    local(Event.KindCase.DATASET_USED, "run");
    local(Event.KindCase.MODEL_PRODUCED, "name");
    local(Event.KindCase.MODEL_USED, "run");
    local(Event.KindCase.REGISTERED_MODEL_DECLARED, "name");
    local(Event.KindCase.ENVIRONMENT_DECLARED, "name");
    local(Event.KindCase.MODEL_DEPLOYED, "name", "replaces");
    local(Event.KindCase.DEPLOYMENT_RETIRED, "deployment");
    local(Event.KindCase.EVALUATION_COMPLETED, "evaluation.name");
    local(Event.KindCase.TAGS_CHANGED, "subject");
    local(
        Event.KindCase.CREATION_REQUESTED,
        "experiment.name",
        "registered_model.name",
        "environment.name");
    local(Event.KindCase.MODEL_VERSION_REQUESTED, "registered_model");
    local(Event.KindCase.ALIAS_MOVE_REQUESTED, "alias", "model_version", "expected_version");
    local(Event.KindCase.PROMOTION_REQUESTED, "model_version", "expected_champion");
    local(Event.KindCase.FIGURE_CHUNK_SENT, "figure");
    local(Event.KindCase.RESOURCE_DELETED, "subject");
    local(Event.KindCase.RESOURCE_RESTORED, "subject");
    local(Event.KindCase.EXPERIMENT_PURGED, "experiment");
    local(Event.KindCase.BATCHES_REDACTED);
    local(Event.KindCase.POPULATION_DECLARED, "name");
    local(Event.KindCase.TRIAL_DECLARED, "name");
    local(Event.KindCase.TRIAL_ALLOCATION_CHANGED, "trial");
    local(Event.KindCase.TRIAL_STOPPED, "trial");
    local(Event.KindCase.PREDICTIONS_OBSERVED, "population");
    local(Event.KindCase.EXPOSURES_OBSERVED, "population");
    local(Event.KindCase.OUTCOMES_OBSERVED, "population");
    local(Event.KindCase.UNIT_ERASED, "population");
    local(Event.KindCase.WAIVER_GRANTED, "waiver.name", "waiver.candidate", "waiver.evaluation");
    local(Event.KindCase.WAIVER_REVOKED, "waiver");
    local(Event.KindCase.EVALUATION_APPROVED, "name", "evaluation");
    for (Event.KindCase kind : Event.KindCase.values()) {
      if (kind != Event.KindCase.KIND_NOT_SET && !PATHS.containsKey(kind)) {
        throw new IllegalStateException("no subject is declared for " + kind);
      }
    }
  }

  private Subjects() {}

  private record Path(String text, List<FieldDescriptor> fields) {

    String valueIn(Event event) {
      Message message = event;
      for (FieldDescriptor field : fields.subList(0, fields.size() - 1)) {
        message = (Message) message.getField(field);
      }
      return (String) message.getField(fields.get(fields.size() - 1));
    }
  }

  private static void local(Event.KindCase kind, String... paths) {
    PATHS.put(kind, Arrays.stream(paths).map(path -> path(kind, path)).toList());
  }

  private static Path path(Event.KindCase kind, String path) {
    FieldDescriptor field = Event.getDescriptor().findFieldByNumber(kind.getNumber());
    List<FieldDescriptor> fields = new ArrayList<>(List.of(field));
    for (String name : path.split("\\.", -1)) {
      field = field.getMessageType().findFieldByName(name);
      fields.add(field);
    }
    return new Path(fields.get(0).getName() + "." + path, List.copyOf(fields));
  }

  /** A violation for every name that lies outside the batch's scope. */
  public static List<FieldViolation> foreign(Batch batch) {
    List<FieldViolation> violations = new ArrayList<>();
    for (int i = 0; i < batch.getEventsCount(); i++) {
      Event event = batch.getEvents(i);
      for (Path path : PATHS.getOrDefault(event.getKindCase(), Collections.emptyList())) {
        String name = path.valueIn(event);
        if (!name.isEmpty() && !isIn(batch.getScope(), name)) {
          violations.add(
              FieldViolation.newBuilder()
                  .setField("events[%d].%s".formatted(i, path.text()))
                  .setDescription(
                      "must lie in the batch's scope; send it in a batch of its own scope")
                  .setReason("FOREIGN_SUBJECT")
                  .build());
        }
      }
    }
    return violations;
  }

  private static boolean isIn(String scope, String name) {
    return name.startsWith(scope)
        && (name.length() == scope.length() || name.charAt(scope.length()) == '/');
  }
}
