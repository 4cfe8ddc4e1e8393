package io.throughline.selection.policy;

/** One rule of a policy. */
public sealed interface Check permits MetricCheck, FactCheck, TrialCheck {

  /** Its id within the policy. */
  String id();

  /** What part it plays in the verdict. */
  CheckRole role();

  /** What it says where there is too little to look at. */
  WhenMissing whenMissing();

  /** What it looks at: a metric, or a fact of the graph, in one word. */
  String subject();

  /** Whether it needs a champion. */
  boolean compares();
}
