package io.throughline.ingest.append;

import static io.throughline.ingest.testing.Events.batch;
import static io.throughline.ingest.testing.Events.run;
import static org.assertj.core.api.Assertions.assertThat;

import build.buf.validate.FieldRules;
import build.buf.validate.ValidateProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest.FieldViolation;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.throughline.access.v1.Permission;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.ingest.testing.JournalClient;
import io.throughline.ingest.testing.JournalDatabase;
import io.throughline.server.testing.Errors;
import io.throughline.server.testing.TestTokens;
import io.throughline.server.validation.Validation;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * How long each text, each list and each content of every kind of event may be: found in the
 * contract, and each tried one beyond its limit, texts and contents at it too, so that no field is
 * forgotten.
 */
@QuarkusTest
@QuarkusTestResource(TestTokens.class)
@WithTestResource(JournalDatabase.class)
class FieldLimitsTest {
  private static final long LONGEST_TEXT = 16 << 10;
  private static final long LARGEST_CONTENT = 1 << 20;
  private static final long LONGEST_LIST = 100_000;

  @GrpcClient("journal")
  Channel channel;

  @Inject Validation validation;

  /** A field of an event that has a length, and how long it may be; -1: a pattern says it. */
  private record Limit(List<FieldDescriptor> path, long longest) {

    FieldDescriptor field() {
      return path.get(path.size() - 1);
    }

    /** An event with nothing but this field, of a length. */
    Event event(int length) {
      return (Event) with(Event.newBuilder(), 0, length);
    }

    private Message with(Message.Builder builder, int depth, int length) {
      FieldDescriptor field = path.get(depth);
      if (depth < path.size() - 1) {
        Message value = with(builder.newBuilderForField(field), depth + 1, length);
        return (field.isRepeated()
                ? builder.addRepeatedField(field, value)
                : builder.setField(field, value))
            .build();
      }
      if (!field.isRepeated()) {
        return builder.setField(field, single(field, length)).build();
      }
      Object element =
          field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
              ? builder.newBuilderForField(field).build()
              : single(field, 1);
      for (int i = 0; i < length; i++) {
        builder.addRepeatedField(field, element);
      }
      return builder.build();
    }

    private static Object single(FieldDescriptor field, int length) {
      return switch (field.getJavaType()) {
        case STRING -> "a".repeat(length);
        case BYTE_STRING -> ByteString.copyFrom(new byte[length]);
        case ENUM -> field.getEnumType().getValues().get(1);
        case INT -> 0;
        case LONG -> 0L;
        case FLOAT -> 0f;
        case DOUBLE -> 0d;
        case BOOLEAN -> false;
        case MESSAGE -> throw new IllegalArgumentException("no single value: " + field);
      };
    }

    /** How a violation names the field. */
    String name() {
      StringBuilder name = new StringBuilder("events[1]");
      for (FieldDescriptor field : path) {
        name.append('.').append(field.getName());
        if (field.isRepeated() && field != field()) {
          name.append("[0]");
        }
      }
      return name.toString();
    }
  }

  private static List<Limit> limits() {
    List<Limit> limits = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (FieldDescriptor kind : Event.getDescriptor().getOneofs().get(0).getFields()) {
      collect(List.of(kind), seen, limits);
    }
    return limits;
  }

  private static void collect(List<FieldDescriptor> path, Set<String> seen, List<Limit> limits) {
    FieldDescriptor last = path.get(path.size() - 1);
    FieldRules rules = last.getOptions().getExtension(ValidateProto.field);
    if (last.isRepeated()) {
      limits.add(new Limit(path, rules.getRepeated().getMaxItems()));
    } else if (last.getJavaType() == FieldDescriptor.JavaType.STRING) {
      limits.add(new Limit(path, longestText(rules)));
    } else if (last.getJavaType() == FieldDescriptor.JavaType.BYTE_STRING) {
      limits.add(new Limit(path, rules.getBytes().getMaxLen()));
    }
    if (last.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      return;
    }
    for (FieldDescriptor field : last.getMessageType().getFields()) {
      if (seen.add(field.getFullName())) {
        List<FieldDescriptor> deeper = new ArrayList<>(path);
        deeper.add(field);
        collect(deeper, seen, limits);
      }
    }
  }

  private static long longestText(FieldRules rules) {
    if (rules.getString().hasMaxBytes()) {
      return rules.getString().getMaxBytes();
    }
    return rules.getString().hasMaxLen() ? rules.getString().getMaxLen() : -1;
  }

  @Test
  void everyTextListAndContentHasALimit() {
    SoftAssertions softly = new SoftAssertions();
    for (Limit limit : limits()) {
      long most =
          limit.field().isRepeated()
              ? LONGEST_LIST
              : limit.field().getJavaType() == FieldDescriptor.JavaType.STRING
                  ? LONGEST_TEXT
                  : LARGEST_CONTENT;
      softly.assertThat(limit.longest()).as(limit.name()).isNotZero().isLessThanOrEqualTo(most);
    }
    softly.assertAll();
  }

  @Test
  void whatIsOneLongerThanItsLimitIsRefusedByEventAndField() {
    SoftAssertions softly = new SoftAssertions();
    List<Limit> limits = limits();
    for (Limit limit : limits) {
      boolean isPattern = limit.longest() < 0;
      int beyond = isPattern ? (int) LONGEST_TEXT + 1 : (int) limit.longest() + 1;
      softly
          .assertThat(violations(limit.event(beyond)))
          .as("%s with length %d", limit.name(), beyond)
          .anyMatch(violation -> violation.getField().equals(limit.name()))
          .noneMatch(violation -> violation.getField().startsWith("events[0]"));
      if (!isPattern && !limit.field().isRepeated()) {
        softly
            .assertThat(violations(limit.event(beyond - 1)))
            .as("%s with length %d", limit.name(), beyond - 1)
            .noneMatch(
                violation ->
                    violation.getField().equals(limit.name())
                        && violation.getReason().contains("_MAX_"));
      }
    }

    softly.assertAll();
    assertThat(limits).hasSizeGreaterThan(100);
  }

  /** What is wrong with a batch of a good event and this one. */
  private List<FieldViolation> violations(Event event) {
    return validation.violations(
        batch("experiments/field-limits", "p", 1)
            .addEvents(run("field-limits", "good"))
            .addEvents(event)
            .build());
  }

  @Test
  void aBatchWithManyFaultsIsRefusedWithAsManyAsFit() {
    Batch.Builder batch = batch("experiments/field-limits", "p", 1);
    for (int i = 0; i < 1_000; i++) {
      batch.addEvents(run("elsewhere", "r" + i));
    }

    StatusRuntimeException refused =
        JournalClient.of(channel, Permission.PERMISSION_EMIT).refusal(batch.build());

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(Errors.metadata(refused, "violations")).isEqualTo("1000");
    assertThat(Errors.fields(refused))
        .hasSizeGreaterThan(10)
        .contains("events[0].run_started.name", "events[10].run_started.name");
  }
}
