package io.throughline.cli.gate.report;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The file of a policy, so that a finding can point to the line of its check.
 *
 * @param path as it was given, with slashes; empty where the policy was named instead
 * @param lines of the file
 */
public record PolicyFile(String path, List<String> lines) {

  /** No file: the policy was named. */
  public static final PolicyFile NONE = new PolicyFile("", List.of());

  /** Copies the lines. */
  public PolicyFile {
    lines = List.copyOf(lines);
  }

  /** The line, counted from 1, that gives a check its id; 1 where there is none. */
  int lineOf(String check) {
    Pattern id =
        Pattern.compile("^[\\s{-]*id:\\s*[\"']?" + Pattern.quote(check) + "[\"']?\\s*([,}#].*)?$");
    for (int i = 0; i < lines.size(); i++) {
      if (id.matcher(lines.get(i)).matches()) {
        return i + 1;
      }
    }
    return 1;
  }
}
