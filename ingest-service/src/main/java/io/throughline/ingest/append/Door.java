package io.throughline.ingest.append;

import com.google.rpc.BadRequest.FieldViolation;
import io.quarkus.runtime.StartupEvent;
import io.throughline.access.v1.Permission;
import io.throughline.error.v1.ErrorReason;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.event.Buckets;
import io.throughline.ingest.event.Columns;
import io.throughline.ingest.event.Kinds;
import io.throughline.ingest.event.Subjects;
import io.throughline.ingest.event.UnknownGroups;
import io.throughline.ingest.event.UnknownValues;
import io.throughline.ingest.journal.Installation;
import io.throughline.ingest.journal.Installer;
import io.throughline.server.access.Caller;
import io.throughline.server.status.Failure;
import io.throughline.server.validation.Validation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;

/** Decides whether a batch may come in at all, from the batch and its caller alone. */
@ApplicationScoped
class Door {
  private final Validation validation;
  private final Installer installer;

  Door(Validation validation, Installer installer) {
    this.validation = validation;
    this.installer = installer;
  }

  /** Builds the rules while the service starts, not during its first call. */
  void prepare(@Observes StartupEvent started) {
    validation.violations(Batch.getDefaultInstance());
  }

  /**
   * Checks a batch and makes it ready to be appended.
   *
   * @return the batch; of a population its parts, one for each bucket
   * @throws Failure KIND_UNKNOWN; FIELDS_INVALID with every fault by event and field;
   *     PERMISSION_MISSING; DEPENDENCY_UNAVAILABLE while the journal is not installed
   */
  List<Submission> admit(Caller caller, Batch batch) {
    List<FieldViolation> unknown = UnknownValues.in(batch);
    if (!unknown.isEmpty()) {
      FieldViolation first = unknown.get(0);
      throw Failure.of(
              ErrorReason.ERROR_REASON_KIND_UNKNOWN,
              "%s: %s; the server is older than the client"
                  .formatted(first.getField(), first.getDescription()))
          .violations(unknown);
    }
    List<FieldViolation> violations = new ArrayList<>(validation.violations(batch));
    violations.addAll(UnknownGroups.in(batch));
    violations.addAll(Subjects.foreign(batch));
    violations.addAll(Kinds.reserved(batch));
    if (violations.isEmpty()) {
      violations.addAll(Columns.faults(batch));
    }
    if (!violations.isEmpty()) {
      throw Validation.invalid(violations);
    }
    for (Permission permission : Kinds.permissions(batch)) {
      caller.require(permission);
    }
    String tenant = caller.oneTenant();
    Installation installation = installer.installation();
    List<Batch> parts = Buckets.concern(batch) ? Buckets.split(batch) : List.of(batch);
    return parts.stream().map(part -> Submission.of(tenant, part, installation)).toList();
  }
}
