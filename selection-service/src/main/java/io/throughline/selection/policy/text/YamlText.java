package io.throughline.selection.policy.text;

import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** YAML as nodes with their lines. Nothing is ever constructed from it. */
public final class YamlText {
  private static final int MAX_CHARACTERS = 65_536;
  private static final int MAX_DEPTH = 16;

  private YamlText() {}

  /**
   * The fields of the text's one mapping; empty where there is none, which the faults then say.
   *
   * @param what what the text should be, for the fault
   */
  public static Optional<Fields> fields(String text, String what, List<Fault> faults) {
    return parse(text, what, faults).map(root -> new Fields("", root, faults));
  }

  /** The text's one mapping; empty where there is none, which the faults then say. */
  static Optional<MappingNode> parse(String text, String what, List<Fault> faults) {
    LoaderOptions limits = new LoaderOptions();
    limits.setCodePointLimit(MAX_CHARACTERS);
    limits.setNestingDepthLimit(MAX_DEPTH);
    limits.setMaxAliasesForCollections(0);
    limits.setAllowRecursiveKeys(false);
    try {
      Node root = new Yaml(new SafeConstructor(limits)).compose(new StringReader(text));
      if (root instanceof MappingNode mapping) {
        return Optional.of(mapping);
      }
      faults.add(new Fault("", what, 1));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      faults.add(new Fault("", "not YAML: " + firstLine(e.getProblem()), line));
    } catch (YAMLException e) {
      faults.add(new Fault("", "not YAML: " + firstLine(e.getMessage()), 0));
    }
    return Optional.empty();
  }

  private static String firstLine(String message) {
    return message == null ? "it cannot be read" : message.lines().findFirst().orElse("");
  }
}
