package io.throughline.lineage.parameter;

import io.throughline.event.v1.Parameter;
import io.throughline.event.v1.ParameterKind;
import java.util.regex.Pattern;

/**
 * A parameter's value as it is kept.
 *
 * @param form 1: a text, 2: a number, 3: a flag
 * @param text the value as text; a number in its shortest form
 * @param number the value as a number, also where a text reads as one; null where there is none
 */
record ParameterValue(short form, String text, Double number) {
  private static final short TEXT = 1;
  private static final short NUMBER = 2;
  private static final short FLAG = 3;
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?([0-9]{1,30}(\\.[0-9]{0,30})?|\\.[0-9]{1,30})([eE][+-]?[0-9]{1,3})?");

  static ParameterValue of(Parameter parameter) {
    return switch (parameter.getValueCase()) {
      case TEXT -> new ParameterValue(TEXT, parameter.getText(), numberIn(parameter.getText()));
      case NUMBER ->
          new ParameterValue(NUMBER, shortest(parameter.getNumber()), parameter.getNumber());
      case FLAG -> new ParameterValue(FLAG, Boolean.toString(parameter.getFlag()), null);
      case VALUE_NOT_SET -> throw new IllegalArgumentException("a parameter without a value");
    };
  }

  /** The parameter again. */
  Parameter toMessage(int kind, String key) {
    Parameter.Builder message =
        Parameter.newBuilder().setKind(ParameterKind.forNumber(kind)).setKey(key);
    return switch (form) {
      case NUMBER -> message.setNumber(number).build();
      case FLAG -> message.setFlag(Boolean.parseBoolean(text)).build();
      default -> message.setText(text).build();
    };
  }

  private static Double numberIn(String text) {
    return DECIMAL.matcher(text).matches() ? Double.valueOf(text) : null;
  }

  /** A whole number without a fraction, so that 6.0 is found by the text 6. */
  private static String shortest(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }
}
