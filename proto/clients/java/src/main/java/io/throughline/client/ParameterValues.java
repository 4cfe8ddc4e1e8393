package io.throughline.client;

import io.throughline.event.v1.Parameter;
import io.throughline.event.v1.ParameterKind;
import io.throughline.event.v1.ParametersChosen;
import java.util.Map;
import java.util.TreeMap;

/** Values of Java as parameters of the contract: numbers, switches, and text for the rest. */
final class ParameterValues {

  private ParameterValues() {}

  /** The parameters of a run, sorted by key. */
  static ParametersChosen.Builder chosen(String run, ParameterKind kind, Map<String, ?> values) {
    ParametersChosen.Builder chosen = ParametersChosen.newBuilder().setRun(run);
    new TreeMap<>(values)
        .forEach((key, value) -> chosen.addParameters(parameter(kind, key, value)));
    return chosen;
  }

  private static Parameter.Builder parameter(ParameterKind kind, String key, Object value) {
    Parameter.Builder parameter = Parameter.newBuilder().setKind(kind).setKey(key);
    if (value instanceof Number number) {
      return parameter.setNumber(number.doubleValue());
    }
    if (value instanceof Boolean flag) {
      return parameter.setFlag(flag);
    }
    return parameter.setText(String.valueOf(value));
  }
}
