package io.throughline.lineage.search;

import io.throughline.lineage.search.FilterParser.CallContext;
import io.throughline.lineage.search.FilterParser.ComparisonContext;
import io.throughline.lineage.search.FilterParser.ConditionContext;
import io.throughline.lineage.search.FilterParser.ConjunctionContext;
import io.throughline.lineage.search.FilterParser.DisjunctionContext;
import io.throughline.lineage.search.FilterParser.LikenessContext;
import io.throughline.lineage.search.FilterParser.MembershipContext;
import io.throughline.lineage.search.FilterParser.NegationContext;
import io.throughline.lineage.search.FilterParser.PredicateContext;
import io.throughline.lineage.search.FilterParser.PresenceContext;
import io.throughline.lineage.search.FilterParser.RangeContext;
import io.throughline.lineage.search.FilterParser.ValueContext;
import io.throughline.lineage.search.Predicate.Between;
import io.throughline.lineage.search.Predicate.Compared;
import io.throughline.lineage.search.Predicate.Like;
import io.throughline.lineage.search.Predicate.OneOf;
import io.throughline.server.status.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** Makes a formula of a parse tree, and checks that its types fit. */
final class FormulaReader {
  private static final int MAX_CONDITIONS = 100;

  private final String field;
  private final OperandReader operands;
  private final ValueReader values;
  private int conditions;

  FormulaReader(String field, Instant now) {
    this.field = field;
    this.operands = new OperandReader(field);
    this.values = new ValueReader(field, now);
  }

  Formula formula(DisjunctionContext disjunction) {
    List<Formula> parts = disjunction.conjunction().stream().map(this::conjunction).toList();
    return parts.size() == 1 ? parts.get(0) : new Formula.Or(parts);
  }

  private Formula conjunction(ConjunctionContext conjunction) {
    List<Formula> parts = conjunction.negation().stream().map(this::negation).toList();
    return parts.size() == 1 ? parts.get(0) : new Formula.And(parts);
  }

  private Formula negation(NegationContext negation) {
    if (negation.negation() != null) {
      return new Formula.Not(negation(negation.negation()));
    }
    return negation.disjunction() != null
        ? formula(negation.disjunction())
        : condition(negation.condition());
  }

  private Formula condition(ConditionContext condition) {
    if (++conditions > MAX_CONDITIONS) {
      throw fault(condition.getStart(), "more than %d conditions".formatted(MAX_CONDITIONS));
    }
    CallContext call = condition.operand().call();
    Optional<Relation> relation =
        call == null ? Optional.empty() : Relation.of(call.WORD().getText());
    if (relation.isPresent()) {
      return related(relation.get(), call, condition.predicate());
    }
    if (condition.predicate() == null && call != null) {
      checkFunction(call);
    }
    Operand operand = operands.operand(condition.operand());
    if (condition.predicate() == null) {
      throw FilterFault.at(
          field,
          condition.getStop().getStopIndex() + 2,
          "a comparison is missing after '%s'; for example = or IS NOT NULL"
              .formatted(condition.getText()));
    }
    return predicate(operand, condition.predicate());
  }

  private void checkFunction(CallContext call) {
    String function = call.WORD().getText();
    if (!List.of("min", "max", "first", "last", "at").contains(function.toLowerCase())) {
      throw fault(
          call.WORD().getSymbol(),
          "no function '%s'; there are %s, and min, max, first, last and at for metrics%s"
              .formatted(
                  function,
                  String.join(", ", Relation.functions().toList()),
                  Hints.didYouMean(
                      function,
                      Stream.concat(Relation.functions(), Stream.of("min", "max", "at")))));
    }
  }

  private Formula related(Relation relation, CallContext call, PredicateContext predicate) {
    if (predicate != null) {
      throw fault(
          predicate.getStart(),
          "%s(…) is a condition by itself; negate it by NOT".formatted(call.WORD().getText()));
    }
    if (call.argument().isEmpty()) {
      return new Formula.Related(relation, "");
    }
    ValueContext value = call.argument(0).value();
    if (call.argument().size() > 1 || value == null || !values.isText(value)) {
      throw fault(
          call.argument(call.argument().size() > 1 ? 1 : 0).getStart(),
          "%s takes one name in quotes, or none for any".formatted(call.WORD().getText()));
    }
    String id = OperandReader.unquote(value.getText());
    if (id.isEmpty()) {
      throw fault(value.getStart(), "the name is empty; leave it out for any");
    }
    return new Formula.Related(relation, id);
  }

  private Formula predicate(Operand operand, PredicateContext context) {
    if (context instanceof PresenceContext presence) {
      Formula present = new Formula.Present(operand);
      return presence.NOT() == null ? new Formula.Not(present) : present;
    }
    if (context instanceof ComparisonContext comparison) {
      String operator = comparison.OPERATOR().getText();
      Object value = values.value(operand, comparison.value());
      boolean differs = operator.equals("!=");
      if (operand.type() == Operand.Type.STATE && !differs && !operator.equals("=")) {
        throw fault(comparison.OPERATOR().getSymbol(), "states are compared by =, != or IN");
      }
      return negated(
          differs, new Formula.Comparison(operand, new Compared(differs ? "=" : operator, value)));
    }
    if (context instanceof MembershipContext membership) {
      List<Object> list = sameType(operand, membership.value());
      return negated(membership.NOT() != null, new Formula.Comparison(operand, new OneOf(list)));
    }
    if (context instanceof RangeContext range) {
      if (operand.type() == Operand.Type.STATE) {
        throw fault(range.BETWEEN().getSymbol(), "states are compared by =, != or IN");
      }
      List<Object> bounds = sameType(operand, range.value());
      return negated(
          range.NOT() != null,
          new Formula.Comparison(operand, new Between(bounds.get(0), bounds.get(1))));
    }
    LikenessContext likeness = (LikenessContext) context;
    String pattern = values.pattern(operand, likeness.getStart(), likeness.value());
    return negated(
        likeness.NOT() != null,
        new Formula.Comparison(operand, new Like(pattern, likeness.ILIKE() != null)));
  }

  private List<Object> sameType(Operand operand, List<ValueContext> contexts) {
    List<Object> all = new ArrayList<>();
    for (ValueContext context : contexts) {
      Object value = values.value(operand, context);
      if (!all.isEmpty() && value.getClass() != all.get(0).getClass()) {
        throw fault(context.getStart(), "numbers and texts cannot stand in one list");
      }
      all.add(value);
    }
    return all;
  }

  private static Formula negated(boolean is, Formula formula) {
    return is ? new Formula.Not(formula) : formula;
  }

  private Failure fault(Token token, String fault) {
    return FilterFault.at(field, FaultStrategy.column(token), fault);
  }

  /** Where a part of the tree begins, from 1. */
  static int column(ParserRuleContext context) {
    return FaultStrategy.column(context.getStart());
  }
}
