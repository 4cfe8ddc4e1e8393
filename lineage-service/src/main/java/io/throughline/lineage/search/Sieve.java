package io.throughline.lineage.search;

import io.throughline.lineage.search.Formula.And;
import io.throughline.lineage.search.Formula.Comparison;
import io.throughline.lineage.search.Predicate.Compared;
import io.throughline.lineage.search.Predicate.OneOf;
import java.util.List;
import java.util.Optional;

/**
 * The runs that meet one equality of a filter, where they are few: they are read once, and a run is
 * looked up among them in memory before an index is asked about it. It says nothing that the filter
 * does not say; where too many runs meet the equality, it lets all pass.
 *
 * @param runs the common table expression {@code few}
 * @param most with so many runs they are few
 */
record Sieve(String runs, int most) {
  private static final String FEW =
      """
      WITH few AS MATERIALIZED (%s LIMIT %d)
      """;

  /** The sieve of the first equality that every run found must meet. */
  static Optional<Sieve> of(Formula formula, Binds binds, int most) {
    OperandSql operands = new OperandSql(binds);
    List<Formula> parts = formula instanceof And and ? and.parts() : List.of(formula);
    return parts.stream()
        .filter(part -> part instanceof Comparison)
        .map(part -> (Comparison) part)
        .filter(comparison -> isEquality(comparison.predicate()))
        .flatMap(comparison -> operands.runs(comparison.operand(), comparison.predicate()).stream())
        .findFirst()
        .map(runs -> new Sieve(FEW.formatted(runs, most + 1), most));
  }

  /** A condition on a run's name. */
  String passes(String run) {
    return " AND CASE WHEN (SELECT count(*) FROM few) <= %d THEN %s IN (SELECT run FROM few) ELSE true END"
        .formatted(most, run);
  }

  private static boolean isEquality(Predicate predicate) {
    return predicate instanceof OneOf
        || (predicate instanceof Compared compared && compared.operator().equals("="));
  }
}
