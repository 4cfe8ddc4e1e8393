package io.throughline.selection.policy.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The fields of one mapping of a text. Faults go into one list; what is faulty reads as absent. */
public final class Fields {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");

  private final String path;
  private final int line;
  private final List<Fault> faults;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  Fields(String path, MappingNode mapping, List<Fault> faults) {
    this.path = path;
    this.line = lineOf(mapping);
    this.faults = faults;
    for (NodeTuple tuple : mapping.getValue()) {
      String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
      if (values.putIfAbsent(key, tuple.getValueNode()) != null) {
        faults.add(
            new Fault(at(key), "the key stands here twice; keep one", lineOf(tuple.getKeyNode())));
      }
      lines.putIfAbsent(key, lineOf(tuple.getKeyNode()));
    }
  }

  /** Whether the field is there. */
  public boolean has(String key) {
    known.add(key);
    return values.containsKey(key);
  }

  /** The field's text, however faulty, without telling of a fault. */
  public Optional<String> raw(String key) {
    return values.get(key) instanceof ScalarNode scalar
        ? Optional.of(scalar.getValue())
        : Optional.empty();
  }

  /** The field as text that matches a pattern. */
  public Optional<String> text(String key, Pattern pattern, String expected) {
    return scalar(key)
        .flatMap(
            text ->
                pattern.matcher(text).matches()
                    ? Optional.of(text)
                    : wrong(key, "'%s' is not %s".formatted(shorten(text), expected)));
  }

  /** The field as one of some words. */
  public <T> Optional<T> choice(String key, Map<String, T> words) {
    return scalar(key)
        .flatMap(
            text ->
                words.containsKey(text)
                    ? Optional.of(words.get(text))
                    : wrong(
                        key,
                        "'%s' is not known; expected %s"
                            .formatted(shorten(text), String.join(" or ", words.keySet()))));
  }

  /** The field as a finite number. */
  public Optional<Double> number(String key) {
    return scalar(key).flatMap(text -> number(key, text));
  }

  /** The field as a finite number or, with a percent sign, a share. */
  public <T> Optional<T> numberOrShare(
      String key, Function<Double, T> number, Function<Double, T> share) {
    return scalar(key)
        .flatMap(
            text ->
                text.endsWith("%")
                    ? number(key, text.substring(0, text.length() - 1).trim())
                        .map(percent -> share.apply(percent / 100))
                    : number(key, text).map(number));
  }

  /** The field as a whole number within bounds. */
  public Optional<Long> whole(String key, long least, long most) {
    return scalar(key)
        .flatMap(
            text -> {
              try {
                long value = Long.parseLong(text);
                if (value >= least && value <= most) {
                  return Optional.of(value);
                }
              } catch (NumberFormatException e) {
                // Told below, together with numbers out of bounds.
              }
              return wrong(
                  key,
                  "'%s' is not a whole number from %d to %d".formatted(shorten(text), least, most));
            });
  }

  /** The field as a share. */
  public Optional<Double> share(String key) {
    return number(key)
        .flatMap(
            share ->
                share > 0 && share <= 1
                    ? Optional.of(share)
                    : wrong(key, "expected a share above 0, at most 1"));
  }

  /** The field as a list of texts that match a pattern. */
  List<String> texts(String key, int most, Pattern pattern, String expected) {
    List<String> found = new ArrayList<>();
    for (String text : scalars(key, most)) {
      if (pattern.matcher(text).matches()) {
        found.add(text);
      } else {
        wrong(key, "'%s' is not %s".formatted(shorten(text), expected));
      }
    }
    return found;
  }

  /** The field as a list of finite numbers. */
  public List<Double> numbers(String key, int most) {
    List<Double> found = new ArrayList<>();
    scalars(key, most).forEach(text -> number(key, text).ifPresent(found::add));
    return found;
  }

  private List<String> scalars(String key, int most) {
    known.add(key);
    List<String> found = new ArrayList<>();
    Node node = values.get(key);
    if (node == null) {
      return found;
    }
    if (!(node instanceof SequenceNode sequence) || sequence.getValue().size() > most) {
      wrong(key, "expected a list of at most %d values".formatted(most));
      return found;
    }
    for (Node entry : sequence.getValue()) {
      if (entry instanceof ScalarNode scalar && !scalar.getValue().isEmpty()) {
        found.add(scalar.getValue());
      } else {
        wrong(key, "expected a list of plain values");
      }
    }
    return found;
  }

  /** The field as a list of mappings. */
  public List<Fields> mappings(String key, int most) {
    known.add(key);
    List<Fields> found = new ArrayList<>();
    Node node = values.get(key);
    if (node == null) {
      return found;
    }
    if (!(node instanceof SequenceNode sequence)) {
      wrong(key, "expected a list; begin each entry with '- '");
      return found;
    }
    if (sequence.getValue().size() > most) {
      wrong(key, "%d entries; at most %d are accepted".formatted(sequence.getValue().size(), most));
      return found;
    }
    for (Node entry : sequence.getValue()) {
      String at = "%s[%d]".formatted(at(key), found.size());
      if (entry instanceof MappingNode mapping) {
        found.add(new Fields(at, mapping, faults));
      } else {
        faults.add(new Fault(at, "expected a mapping with keys such as 'id'", lineOf(entry)));
      }
    }
    return found;
  }

  /** Tells that a field must be there and is not. */
  public void require(String key, String remedy) {
    if (!has(key)) {
      faults.add(new Fault(at(key), "missing; " + remedy, line));
    }
  }

  /** Tells what is wrong with a field, or with the whole mapping where the key is not there. */
  public <T> Optional<T> wrong(String key, String description) {
    faults.add(new Fault(at(key), description, lines.getOrDefault(key, line)));
    return Optional.empty();
  }

  /** Tells of every key that nobody has asked for. */
  public void refuseOthers() {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        wrong(key, "unknown key; known here are " + String.join(", ", known));
      }
    }
  }

  private Optional<String> scalar(String key) {
    known.add(key);
    Node node = values.get(key);
    if (node == null) {
      return Optional.empty();
    }
    if (node instanceof ScalarNode scalar && !scalar.getValue().isEmpty()) {
      return Optional.of(scalar.getValue());
    }
    return wrong(key, "expected one value");
  }

  private Optional<Double> number(String key, String text) {
    double value = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    return Double.isFinite(value)
        ? Optional.of(value)
        : wrong(key, "'%s' is not a finite number".formatted(shorten(text)));
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static int lineOf(Node node) {
    return node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1;
  }

  private static String shorten(String text) {
    return text.length() <= 64 ? text : text.substring(0, 64) + "…";
  }
}
