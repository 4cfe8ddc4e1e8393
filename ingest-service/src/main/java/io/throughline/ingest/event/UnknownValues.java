package io.throughline.ingest.event;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest.FieldViolation;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a batch says in words of a later contract than this one: kinds and values of enumerations.
 * Unknown fields are none of them; they pass through.
 */
public final class UnknownValues {
  private static final int LAST_KIND = 63;
  private static final Map<Descriptor, Plan> PLANS = new ConcurrentHashMap<>();

  private UnknownValues() {}

  /** Where a message of a type may hold values of enumerations, itself or deeper. */
  private record Plan(List<FieldDescriptor> enums, List<FieldDescriptor> messages) {

    static Plan of(Descriptor type) {
      List<FieldDescriptor> enums = new ArrayList<>();
      List<FieldDescriptor> messages = new ArrayList<>();
      for (FieldDescriptor field : type.getFields()) {
        switch (field.getJavaType()) {
          case ENUM -> enums.add(field);
          case MESSAGE -> {
            if (!of(field.getMessageType()).isEmpty()) {
              messages.add(field);
            }
          }
          default -> {
            // Holds none.
          }
        }
      }
      return new Plan(enums, messages);
    }

    boolean isEmpty() {
      return enums.isEmpty() && messages.isEmpty();
    }
  }

  /** A violation for every unknown kind and value. */
  public static List<FieldViolation> in(Batch batch) {
    List<FieldViolation> violations = new ArrayList<>();
    for (int i = 0; i < batch.getEventsCount(); i++) {
      Event event = batch.getEvents(i);
      if (event.getKindCase() == Event.KindCase.KIND_NOT_SET) {
        if (event.getUnknownFields().asMap().keySet().stream().anyMatch(n -> n <= LAST_KIND)) {
          violations.add(violation("events[" + i + "]", "its kind is not known to this server"));
        }
      } else if (mayHoldUnknown(event)) {
        collect(event, "events[" + i + "]", violations);
      }
    }
    return violations;
  }

  /** Most events by far are points, which hold no enumeration. */
  private static boolean mayHoldUnknown(Event event) {
    return event.getKindCase() != Event.KindCase.POINTS_MEASURED;
  }

  private static Plan plan(Descriptor type) {
    Plan plan = PLANS.get(type);
    if (plan == null) {
      plan = Plan.of(type);
      PLANS.put(type, plan);
    }
    return plan;
  }

  private static void collect(Message message, String path, List<FieldViolation> violations) {
    Plan plan = plan(message.getDescriptorForType());
    for (FieldDescriptor field : plan.enums()) {
      Object value = message.getField(field);
      String at = path + "." + field.getName();
      if (value instanceof EnumValueDescriptor single) {
        check(single, at, violations);
      } else {
        ((List<?>) value).forEach(each -> check((EnumValueDescriptor) each, at, violations));
      }
    }
    for (FieldDescriptor field : plan.messages()) {
      String at = path + "." + field.getName();
      if (field.isRepeated()) {
        for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
          collect((Message) message.getRepeatedField(field, i), at + "[" + i + "]", violations);
        }
      } else if (message.hasField(field)) {
        collect((Message) message.getField(field), at, violations);
      }
    }
  }

  private static void check(
      EnumValueDescriptor value, String path, List<FieldViolation> violations) {
    if (value.getIndex() < 0) {
      violations.add(
          violation(path, "the value %d is not known to this server".formatted(value.getNumber())));
    }
  }

  private static FieldViolation violation(String field, String description) {
    return FieldViolation.newBuilder().setField(field).setDescription(description).build();
  }
}
