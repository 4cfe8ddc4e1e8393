package io.throughline.selection.policy.text;

import io.throughline.selection.policy.CheckRole;
import io.throughline.selection.policy.FactCheck;
import io.throughline.selection.policy.FactKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a check of a fact of the experiment graph. */
final class FactCheckReader {
  private static final Map<String, FactKind> KINDS =
      CheckReader.words(FactKind.values(), FactKind::word);
  private static final Pattern KEY = Pattern.compile("(?s).{1,250}");
  private static final Pattern DATASETS =
      Pattern.compile("experiments/[A-Za-z0-9._*-]{1,128}/datasets/[A-Za-z0-9._*-]{1,128}");
  private static final int MOST_DATASETS = 100;
  private static final String REVIEWER = "reviewer";

  private FactCheckReader() {}

  static Optional<FactCheck> read(Fields fields, CheckReader.Common common) {
    Optional<FactKind> kind = fields.choice("fact", KINDS);
    if (common.role() == CheckRole.SUCCESS || common.role() == CheckRole.DETERIORATION) {
      fields.wrong("role", "a fact is no success of a change; use guardrail or quality");
    }
    List<String> names = kind.map(known -> names(fields, known)).orElse(List.of());
    return common
        .id()
        .flatMap(
            id ->
                kind.map(
                    known -> new FactCheck(id, common.role(), common.whenMissing(), known, names)));
  }

  private static List<String> names(Fields fields, FactKind kind) {
    return switch (kind) {
      case NO_FORBIDDEN_DATASET -> {
        fields.require("datasets", "list the datasets that must not be behind a candidate");
        yield fields.texts(
            "datasets",
            MOST_DATASETS,
            DATASETS,
            "a dataset's name (experiments/{id}/datasets/{id}; '*' stands for anything)");
      }
      case REVIEWED -> List.of(fields.text("tag", KEY, "a tag's key").orElse(REVIEWER));
      case CODE_KNOWN ->
          fields.text("parameter", KEY, "a parameter's key").map(List::of).orElse(List.of());
      case EXPECTATION_STATED, DATA_LINEAGE_KNOWN -> List.of();
    };
  }
}
