package io.throughline.selection.policy;

import java.util.List;

/**
 * A rule about what the experiment graph knows of the candidate.
 *
 * @param id its id within the policy
 * @param role what part it plays in the verdict
 * @param whenMissing what it says where the graph cannot be read far enough
 * @param kind which fact
 * @param names the forbidden datasets ({@code *} stands for anything), or what names the fact: the
 *     tag's key, the parameter's key or the outcome metric; may be empty
 */
public record FactCheck(
    String id, CheckRole role, WhenMissing whenMissing, FactKind kind, List<String> names)
    implements Check {

  /** Copies the names. */
  public FactCheck {
    names = List.copyOf(names);
  }

  @Override
  public String subject() {
    return kind.word();
  }

  @Override
  public boolean compares() {
    return false;
  }
}
