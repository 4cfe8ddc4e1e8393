package io.throughline.ingest.event;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import com.google.rpc.BadRequest.FieldViolation;
import io.throughline.event.v1.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Groups among the fields that this version of the contract does not know. No version has groups,
 * and they are the only way to nest a message deeply: a batch that the door can just read would be
 * one level too deep for every follower, since a response wraps it once more.
 */
public final class UnknownGroups {
  private static final Map<Descriptor, List<FieldDescriptor>> MESSAGES = new ConcurrentHashMap<>();

  private UnknownGroups() {}

  /** A violation for the batch itself and for every event that holds a group. */
  public static List<FieldViolation> in(Batch batch) {
    List<FieldViolation> violations = new ArrayList<>();
    if (hasGroup(batch.getUnknownFields())) {
      violations.add(violation("batch"));
    }
    for (int i = 0; i < batch.getEventsCount(); i++) {
      if (holdsGroup(batch.getEvents(i))) {
        violations.add(violation("events[%d]".formatted(i)));
      }
    }
    return violations;
  }

  private static boolean holdsGroup(Message message) {
    if (hasGroup(message.getUnknownFields())) {
      return true;
    }
    for (FieldDescriptor field : messages(message.getDescriptorForType())) {
      if (field.isRepeated()) {
        for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
          if (holdsGroup((Message) message.getRepeatedField(field, i))) {
            return true;
          }
        }
      } else if (message.hasField(field) && holdsGroup((Message) message.getField(field))) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasGroup(UnknownFieldSet unknown) {
    return !unknown.asMap().isEmpty()
        && unknown.asMap().values().stream().anyMatch(field -> !field.getGroupList().isEmpty());
  }

  private static List<FieldDescriptor> messages(Descriptor type) {
    List<FieldDescriptor> known = MESSAGES.get(type);
    if (known == null) {
      known =
          type.getFields().stream()
              .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
              .toList();
      MESSAGES.put(type, known);
    }
    return known;
  }

  private static FieldViolation violation(String field) {
    return FieldViolation.newBuilder()
        .setField(field)
        .setDescription("holds a group, which no version of the contract has; leave it out")
        .setReason("UNKNOWN_GROUP")
        .build();
  }
}
