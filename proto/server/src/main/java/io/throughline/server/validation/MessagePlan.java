package io.throughline.server.validation;

import build.buf.validate.MessageRules;
import build.buf.validate.OneofRules;
import build.buf.validate.Rule;
import build.buf.validate.ValidateProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules of one type of message in a form that is quickly checked.
 *
 * @param fields the fields with something to check
 * @param requiredOneofs those of which one member must be set
 * @param rules the rules of the message as a whole
 * @param evaluated whether a rule is left, whose evaluation is needed for the message
 */
record MessagePlan(
    List<FieldPlan> fields,
    List<OneofDescriptor> requiredOneofs,
    List<Predicate<Message>> rules,
    boolean evaluated) {
  private static final Pattern EQUAL_SIZES =
      Pattern.compile("size\\(this\\.(\\w+)\\) == size\\(this\\.(\\w+)\\)");

  static MessagePlan of(Descriptor type) {
    MessageRules declared = type.getOptions().getExtension(ValidateProto.message);
    boolean evaluated = !declared.toBuilder().clearCel().build().equals(defaults());
    List<Predicate<Message>> rules = new ArrayList<>();
    for (Rule rule : declared.getCelList()) {
      Optional<List<Predicate<Message>>> known = equalSizes(type, rule.getExpression());
      known.ifPresent(rules::addAll);
      evaluated |= known.isEmpty();
    }
    if (ImpossibleValues.isTime(type)) {
      rules.add(ImpossibleValues::isPossibleTime);
    }
    List<FieldPlan> fields = new ArrayList<>();
    for (FieldDescriptor field : type.getFields()) {
      FieldPlan plan = FieldPlan.of(field);
      evaluated |= plan.isEvaluated();
      if (!plan.isIgnored()) {
        fields.add(plan);
      }
    }
    return new MessagePlan(
        List.copyOf(fields),
        type.getOneofs().stream().filter(MessagePlan::isRequired).toList(),
        List.copyOf(rules),
        evaluated);
  }

  /** Whether the message keeps every rule and holds no impossible value. */
  boolean accepts(Message message, Plans plans) {
    for (FieldPlan field : fields) {
      if (!field.accepts(message, plans)) {
        return false;
      }
    }
    for (OneofDescriptor oneof : requiredOneofs) {
      if (!message.hasOneof(oneof)) {
        return false;
      }
    }
    for (Predicate<Message> rule : rules) {
      if (!rule.test(message)) {
        return false;
      }
    }
    return !evaluated || plans.evaluate(message);
  }

  private static boolean isRequired(OneofDescriptor oneof) {
    OneofRules rules = oneof.getOptions().getExtension(ValidateProto.oneof);
    return rules.getRequired();
  }

  private static MessageRules defaults() {
    return MessageRules.getDefaultInstance();
  }

  /** An expression that only says that repeated fields have equally many values. */
  private static Optional<List<Predicate<Message>>> equalSizes(Descriptor type, String expression) {
    List<Predicate<Message>> rules = new ArrayList<>();
    for (String term : expression.split(" && ", -1)) {
      Matcher matcher = EQUAL_SIZES.matcher(term);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      FieldDescriptor left = type.findFieldByName(matcher.group(1));
      FieldDescriptor right = type.findFieldByName(matcher.group(2));
      if (!left.isRepeated() || !right.isRepeated()) {
        return Optional.empty();
      }
      rules.add(
          message -> message.getRepeatedFieldCount(left) == message.getRepeatedFieldCount(right));
    }
    return Optional.of(rules);
  }
}
