package io.throughline.ingest.event;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.rpc.BadRequest.FieldViolation;
import io.throughline.access.v1.Permission;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.server.access.DeclaredPermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The kinds of events as a mask, in which a kind's bit is its field number; and who may emit them.
 */
public final class Kinds {
  private static final Map<Event.KindCase, Permission> PERMISSIONS =
      new EnumMap<>(Event.KindCase.class);

  static {
    for (Event.KindCase kind : Event.KindCase.values()) {
      PERMISSIONS.put(kind, DeclaredPermissions.of(kind));
    }
  }

  private Kinds() {}

  /** A violation for every event that only the journal itself appends. */
  public static List<FieldViolation> reserved(Batch batch) {
    List<FieldViolation> violations = new ArrayList<>();
    for (int i = 0; i < batch.getEventsCount(); i++) {
      if (batch.getEvents(i).hasBatchesRedacted()) {
        violations.add(
            FieldViolation.newBuilder()
                .setField("events[%d].batches_redacted".formatted(i))
                .setDescription("is appended by the journal itself; call CareService.RedactBatches")
                .setReason("KIND_RESERVED")
                .build());
      }
    }
    return violations;
  }

  /** The mask of the batch's kinds. */
  public static long mask(Batch batch) {
    long mask = 0;
    for (Event event : batch.getEventsList()) {
      mask |= 1L << event.getKindCase().getNumber();
    }
    return mask;
  }

  /** The mask of kinds by their field numbers. */
  public static long mask(Collection<Integer> numbers) {
    long mask = 0;
    for (int number : numbers) {
      mask |= 1L << number;
    }
    return mask;
  }

  /** The names of the kinds of a mask, as the fields of {@code Event.kind} are called. */
  public static List<String> names(long mask) {
    return Event.getDescriptor().getOneofs().get(0).getFields().stream()
        .filter(field -> (mask & 1L << field.getNumber()) != 0)
        .map(FieldDescriptor::getName)
        .toList();
  }

  /** Every permission that the batch's kinds need. */
  public static Set<Permission> permissions(Batch batch) {
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    for (Event event : batch.getEventsList()) {
      permissions.add(PERMISSIONS.get(event.getKindCase()));
    }
    return permissions;
  }
}
