package io.throughline.cli.graph;

import io.throughline.cli.output.Show;
import io.throughline.event.v1.Parameter;

/** Names as people type and read them. */
final class Names {
  private Names() {}

  /** An experiment's name, of which people may type the id alone. */
  static String experiment(String text) {
    return text.contains("/") ? text : "experiments/" + text;
  }

  /** An environment's name, of which people may type the id alone. */
  static String environment(String text) {
    return text.contains("/") ? text : "environments/" + text;
  }

  /** The last segment of a name. */
  static String id(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** A parameter's value. */
  static String value(Parameter parameter) {
    return switch (parameter.getValueCase()) {
      case TEXT -> parameter.getText();
      case NUMBER -> Show.number(parameter.getNumber());
      case FLAG -> Boolean.toString(parameter.getFlag());
      case VALUE_NOT_SET -> "";
    };
  }
}
