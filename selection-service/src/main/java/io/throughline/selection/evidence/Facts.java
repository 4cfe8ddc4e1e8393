package io.throughline.selection.evidence;

import io.throughline.selection.policy.FactCheck;
import io.throughline.selection.policy.FactKind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Holds what the graph knows of a candidate against what a check asks for. */
public final class Facts {
  private static final int SHOWN = 10;

  private Facts() {}

  /** The fact; or the obstacle, where a walk that was cut off leaves it open. */
  public static Evidence of(FactCheck check, Provenance found) {
    if (!found.complete() && check.kind() != FactKind.REVIEWED) {
      return Evidence.of(
          check.id(),
          new Obstacle(
              ReasonCode.EVIDENCE_TOO_LARGE,
              "more is behind the candidate than an evaluation walks, so this cannot be told",
              "derive it from fewer datasets, or cut its history by a dataset of its own"));
    }
    return Evidence.of(
        check.id(),
        switch (check.kind()) {
          case DATA_LINEAGE_KNOWN -> lineage(found);
          case NO_FORBIDDEN_DATASET -> forbidden(check.names(), found);
          case CODE_KNOWN -> code(check.names(), found);
          case REVIEWED -> reviewed(check.names().get(0), found);
          case EXPECTATION_STATED -> expected(found);
        });
  }

  private static Fact lineage(Provenance found) {
    if (found.datasets().isEmpty()) {
      return new Fact(
          false,
          "no dataset is known from which the candidate came",
          "let the training run tell which datasets it reads");
    }
    boolean known = found.undeclared().isEmpty();
    return new Fact(
        known,
        known
            ? "%d datasets are known, all by their own declaration"
                .formatted(found.datasets().size())
            : "only mentioned, never declared: " + list(found.undeclared()),
        "declare these datasets");
  }

  private static Fact forbidden(List<String> patterns, Provenance found) {
    List<String> hit =
        found.datasets().stream()
            .filter(name -> patterns.stream().anyMatch(pattern -> matches(pattern, name)))
            .toList();
    if (found.datasets().isEmpty()) {
      return new Fact(
          false,
          "no dataset is known from which the candidate came, so none can be ruled out",
          "let the training run tell which datasets it reads");
    }
    return new Fact(
        hit.isEmpty(),
        hit.isEmpty()
            ? "none of the %d datasets behind the candidate is forbidden"
                .formatted(found.datasets().size())
            : "forbidden, and behind the candidate: " + list(hit),
        "train without them");
  }

  private static Fact code(List<String> keys, Provenance found) {
    Map<String, String> code = new TreeMap<>(found.code());
    if (!keys.isEmpty()) {
      code.keySet().retainAll(keys);
    }
    code.values().removeIf(String::isBlank);
    return new Fact(
        !code.isEmpty(),
        code.isEmpty()
            ? "no parameter of kind CODE%s is known of the candidate's runs"
                .formatted(keys.isEmpty() ? "" : " named '" + keys.get(0) + "'")
            : "the code is known: " + list(code.entrySet().stream().map(String::valueOf).toList()),
        "emit the commit as a parameter of kind CODE");
  }

  private static Fact reviewed(String tag, Provenance found) {
    String reviewer = found.tags().getOrDefault(tag, "");
    return new Fact(
        !reviewer.isBlank(),
        reviewer.isBlank()
            ? "the candidate has no tag '%s'".formatted(tag)
            : "the candidate's tag '%s' says '%s'".formatted(tag, reviewer),
        "let the reviewer set the tag '%s' on the model".formatted(tag));
  }

  private static Fact expected(Provenance found) {
    return new Fact(
        !found.expectations().isEmpty(),
        found.expectations().isEmpty()
            ? "nobody said what the candidate, or a run on the way to it, was expected to change"
            : "expected beforehand: " + list(found.expectations()),
        "state an expectation of the model or its run before its effect is known");
  }

  private static boolean matches(String pattern, String name) {
    String[] parts = pattern.split("\\*", -1);
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < parts.length; i++) {
      regex.append(i == 0 ? "" : "[^/]*").append(Pattern.quote(parts[i]));
    }
    return Pattern.matches(regex.toString(), name);
  }

  private static String list(List<String> words) {
    String shown = String.join(", ", words.subList(0, Math.min(SHOWN, words.size())));
    return words.size() > SHOWN ? shown + ", …" : shown;
  }
}
