package io.throughline.selection.evidence;

import java.util.List;
import java.util.Map;

/**
 * Where a candidate came from, as far as the graph knows.
 *
 * @param complete whether everything was walked that it came from
 * @param datasets the datasets that it came from
 * @param undeclared those of them that are only mentioned
 * @param tags the candidate's tags
 * @param code the parameters of kind CODE that were chosen on the way to it, by key
 * @param expectations what was expected of it, or of a run on the way to it
 */
public record Provenance(
    boolean complete,
    List<String> datasets,
    List<String> undeclared,
    Map<String, String> tags,
    Map<String, String> code,
    List<String> expectations) {

  /** Copies the collections. */
  public Provenance {
    datasets = List.copyOf(datasets);
    undeclared = List.copyOf(undeclared);
    tags = Map.copyOf(tags);
    code = Map.copyOf(code);
    expectations = List.copyOf(expectations);
  }
}
