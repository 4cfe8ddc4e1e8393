package io.throughline.server.validation;

import build.buf.validate.FieldRules;
import build.buf.validate.ValidateProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Messages of any type, by chance: mostly what the rules ask for, often something at the edge of a
 * rule or beyond it.
 */
final class RandomMessages {
  private static final List<String> NAMES =
      List.of(
          "experiments/e",
          "experiments/e/runs/r-1",
          "experiments/e/models/m",
          "experiments/e/datasets/d",
          "experiments/e/figures/f",
          "experiments/e/artifacts/a",
          "experiments/e/insights/i",
          "experiments/e/expectations/x",
          "experiments/e/evaluations/v",
          "experiments/e/waivers/w",
          "experiments/e/approvals/a",
          "registeredModels/m",
          "registeredModels/m/versions/12",
          "registeredModels/m/aliases/champion",
          "environments/live",
          "environments/live/deployments/d",
          "environments/live/trials/t",
          "populations/p",
          "policies/p",
          "policies/p/versions/3",
          "sha256:" + "0a".repeat(32),
          "00-" + "0a".repeat(16) + "-" + "0b".repeat(8) + "-01",
          "01234567-89ab-cdef-0123-456789abcdef",
          "loss",
          "REASON_CODE",
          "EUR",
          "image/png",
          "");
  private static final List<String> ODD =
      List.of(
          "\n",
          "a\nb",
          "experiments/e\n",
          "é",
          "\0",
          "a\0",
          "experiments/" + "x".repeat(129),
          "experiments/" + "x".repeat(128),
          "registeredModels/m/versions/0",
          "a".repeat(250),
          "a".repeat(251),
          "é".repeat(125),
          "é".repeat(126),
          "a".repeat(16_384),
          "a".repeat(16_385));
  private static final double HEALTHY = 0.93;

  private final Random random;
  private final double oddity;

  /** Messages with a share of odd values. */
  RandomMessages(Random random, double oddity) {
    this.random = random;
    this.oddity = oddity;
  }

  Message of(Message prototype) {
    return prototype
        .newBuilderForType()
        .mergeFrom(fill(prototype.getDescriptorForType(), 0))
        .build();
  }

  private Message fill(Descriptor type, int depth) {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    for (FieldDescriptor field : type.getFields()) {
      boolean inOneof = field.getRealContainingOneof() != null;
      double chance = inOneof ? 1.2 / field.getContainingOneof().getFieldCount() : HEALTHY;
      if (random.nextDouble() < chance && (depth < 5 || !isMessage(field))) {
        set(message, field, depth);
      }
    }
    return message.build();
  }

  private void set(DynamicMessage.Builder message, FieldDescriptor field, int depth) {
    if (!field.isRepeated()) {
      message.setField(field, value(field, rules(field), depth));
      return;
    }
    int count = random.nextDouble() < oddity ? random.nextInt(4) : 1;
    for (int i = 0; i < count; i++) {
      message.addRepeatedField(field, value(field, rules(field).getRepeated().getItems(), depth));
    }
  }

  private Object value(FieldDescriptor field, FieldRules rules, int depth) {
    boolean odd = random.nextDouble() < oddity;
    return switch (field.getJavaType()) {
      case STRING -> text(rules, odd);
      case INT -> (int) number(odd, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case LONG -> number(odd, Long.MIN_VALUE, Long.MAX_VALUE);
      case FLOAT -> (float) real(odd);
      case DOUBLE -> real(odd);
      case BOOLEAN -> random.nextBoolean();
      case BYTE_STRING -> ByteString.copyFrom(new byte[odd ? random.nextInt(100) : 3]);
      case ENUM -> enumeration(field.getEnumType(), odd);
      case MESSAGE -> fill(field.getMessageType(), depth + 1);
    };
  }

  private static Object enumeration(EnumDescriptor type, int number) {
    return type.findValueByNumberCreatingIfUnknown(number);
  }

  private Object enumeration(EnumDescriptor type, boolean odd) {
    return odd
        ? enumeration(type, random.nextInt(-1, 100))
        : type.getValues().get(random.nextInt(type.getValues().size()));
  }

  private long number(boolean odd, long min, long max) {
    List<Long> edges = List.of(min, max, -1L, 0L, 100_000L, 100_001L, 9_007_199_254_740_992L);
    return odd
        ? Math.max(min, Math.min(max, edges.get(random.nextInt(edges.size()))))
        : random.nextLong(1, 4);
  }

  private double real(boolean odd) {
    List<Double> edges =
        List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, -0.1, 1.1);
    return odd ? edges.get(random.nextInt(edges.size())) : random.nextDouble();
  }

  private String text(FieldRules rules, boolean odd) {
    if (odd) {
      List<String> pool = random.nextBoolean() ? ODD : NAMES;
      return pool.get(random.nextInt(pool.size()));
    }
    List<String> fitting = new ArrayList<>(NAMES);
    if (rules.getString().hasPattern()) {
      Pattern pattern = Pattern.compile(rules.getString().getPattern());
      fitting.removeIf(name -> !pattern.matcher(name).find());
    } else if (rules.getString().getUuid()) {
      return "01234567-89ab-cdef-0123-456789abcdef";
    }
    return fitting.isEmpty() ? "x" : fitting.get(random.nextInt(fitting.size()));
  }

  private static FieldRules rules(FieldDescriptor field) {
    return field.getOptions().getExtension(ValidateProto.field);
  }

  private static boolean isMessage(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
  }
}
