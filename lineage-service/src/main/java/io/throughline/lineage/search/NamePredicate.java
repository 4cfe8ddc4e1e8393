package io.throughline.lineage.search;

import io.throughline.lineage.search.Predicate.Compared;
import io.throughline.lineage.search.Predicate.OneOf;
import java.util.List;
import java.util.Optional;

/**
 * A predicate that asks for certain runs by their ids or names, turned to the column that holds the
 * full names, whose index finds them.
 *
 * @param column the column
 * @param predicate the predicate over full names
 */
record NamePredicate(String column, Predicate predicate) {

  /** Nothing where an attribute holds no name, or the predicate is not about equality. */
  static Optional<NamePredicate> of(Attribute attribute, Predicate predicate, String scope) {
    if (attribute != Attribute.RUN_ID && attribute != Attribute.PARENT) {
      return Optional.empty();
    }
    String column = attribute == Attribute.RUN_ID ? "r.name" : "r.parent";
    if (predicate instanceof Compared compared && compared.operator().equals("=")) {
      return Optional.of(
          new NamePredicate(column, new Compared("=", name(scope, compared.value()))));
    }
    if (predicate instanceof OneOf oneOf) {
      List<Object> names = oneOf.values().stream().map(id -> name(scope, id)).toList();
      return Optional.of(new NamePredicate(column, new OneOf(names)));
    }
    return Optional.empty();
  }

  /** The full name of a run, from its id or its name. */
  static Object name(String scope, Object id) {
    return Relation.CHILD_OF.name(scope, (String) id);
  }
}
