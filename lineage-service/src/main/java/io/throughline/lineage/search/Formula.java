package io.throughline.lineage.search;

import java.util.List;

/**
 * What a filter says of a run: true, false or, where it compares something that the run does not
 * have, unknown (Kleene's three values). A run is found where it is true.
 */
sealed interface Formula {

  /** All of them; of none, true. */
  record And(List<Formula> parts) implements Formula {}

  /** One of them at least. */
  record Or(List<Formula> parts) implements Formula {}

  /** The opposite; unknown stays unknown. */
  record Not(Formula part) implements Formula {}

  /**
   * A comparison. It is unknown where the run has no such value; else true where one of its values
   * meets the predicate, and false where none does.
   */
  record Comparison(Operand operand, Predicate predicate) implements Formula {}

  /** Whether the run has such a value; true or false, never unknown. */
  record Present(Operand operand) implements Formula {}

  /**
   * Whether the run stands in a relation to a resource; true or false, never unknown.
   *
   * @param id the id or the full name of the other end; empty for any
   */
  record Related(Relation relation, String id) implements Formula {}
}
