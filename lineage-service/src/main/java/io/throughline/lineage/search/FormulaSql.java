package io.throughline.lineage.search;

import io.throughline.lineage.search.Formula.And;
import io.throughline.lineage.search.Formula.Comparison;
import io.throughline.lineage.search.Formula.Not;
import io.throughline.lineage.search.Formula.Or;
import io.throughline.lineage.search.Formula.Present;
import io.throughline.lineage.search.Formula.Related;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a formula is true, as a condition in SQL on a row {@code r} of the table {@code run}. The
 * three values need no third one in SQL: negations are moved inwards, so that only "is true" and
 * "is false" of single comparisons remain.
 */
final class FormulaSql {
  /** Stands in a condition for the name of the run. */
  static final String RUN = ":run";

  private final Binds binds;
  private final OperandSql operands;
  private final String run;

  /**
   * Writes conditions.
   *
   * @param run the name of the run: the column by which the rows are read, so that the tables of a
   *     condition are asked before {@code run} is
   */
  FormulaSql(Binds binds, String run) {
    this.binds = binds;
    this.run = run;
    this.operands = new OperandSql(binds);
  }

  String isTrue(Formula formula) {
    return sql(formula, true).replace(RUN, run);
  }

  private String sql(Formula formula, boolean wanted) {
    if (formula instanceof And and) {
      return joined(and.parts(), wanted, wanted ? " AND " : " OR ");
    }
    if (formula instanceof Or or) {
      return joined(or.parts(), wanted, wanted ? " OR " : " AND ");
    }
    if (formula instanceof Not not) {
      return sql(not.part(), !wanted);
    }
    if (formula instanceof Present present) {
      String some = operands.some(present.operand());
      return wanted ? some : "NOT " + some;
    }
    if (formula instanceof Related related) {
      String holds = RelationSql.of(related, binds);
      return wanted ? holds : "NOT " + holds;
    }
    Comparison comparison = (Comparison) formula;
    String met = operands.some(comparison.operand(), comparison.predicate());
    return wanted ? met : "(%s AND NOT %s)".formatted(operands.some(comparison.operand()), met);
  }

  private String joined(List<Formula> parts, boolean wanted, String connective) {
    if (parts.isEmpty()) {
      return Boolean.toString(wanted);
    }
    return parts.stream()
        .map(part -> sql(part, wanted))
        .collect(Collectors.joining(connective, "(", ")"));
  }
}
