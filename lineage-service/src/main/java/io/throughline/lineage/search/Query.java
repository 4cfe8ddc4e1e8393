package io.throughline.lineage.search;

import io.throughline.error.v1.ErrorReason;
import io.throughline.server.status.Failure;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/**
 * A search, and the statement that reads each section of its answer.
 *
 * @param tenant whose
 * @param scope the experiment
 * @param formula which runs
 * @param order in which order
 * @param deleted whether deleted runs are found too
 * @param size how many at most
 * @param few how many runs of an equality are held in memory, see {@link Sieve}
 */
record Query(
    String tenant, String scope, Formula formula, Order order, boolean deleted, int size, int few) {
  private static final String KEPT =
      """
      %s <> ALL (ARRAY(SELECT d.subject FROM graph.deletion AS d
        WHERE d.tenant = $1 AND d.scope = $2 AND d.recorded_to IS NULL))""";

  /** What reads a section. */
  record Statement(String sql, Tuple values, Section section) {}

  int sectionCount() {
    return Sections.of(order, new Binds(tenant, scope)).size();
  }

  /** The section of a page token: its first part; alone, the page begins where the section does. */
  int section(List<String> last) {
    List<Section> sections = Sections.of(order, new Binds(tenant, scope));
    try {
      int number = Integer.parseInt(last.get(0));
      if (number >= 0
          && number < sections.size()
          && (last.size() == 1 || sections.get(number).keys().size() == last.size() - 1)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // No number: not one of our tokens.
    }
    throw Failure.of(
        ErrorReason.ERROR_REASON_PAGE_TOKEN_INVALID,
        "page_token: not a token of this request; send the next_page_token of the page before");
  }

  Statement statement(int number, List<String> after, int limit) {
    Binds binds = new Binds(tenant, scope);
    Section section = Sections.of(order, binds).get(number);
    String met = met(formula, deleted, section.run(), binds);
    Optional<Sieve> sieve = Sieve.of(formula, binds, few);
    String behind = after.isEmpty() ? "" : section.after(after, binds);
    String sql =
        """
        %sSELECT r.name, %s FROM %s
        WHERE %s AND %s%s%s
        ORDER BY %s LIMIT %s"""
            .formatted(
                sieve.map(Sieve::runs).orElse(""),
                section.select(),
                section.from(),
                section.where(),
                met,
                sieve.map(some -> some.passes(section.run())).orElse(""),
                behind,
                section.orderBy(),
                binds.add(limit));
    return new Statement(sql, binds.tuple(), section);
  }

  /**
   * Where a formula is true of a run {@code r} that is not deleted, unless those are asked for.
   *
   * @param run the column with its name
   */
  static String met(Formula formula, boolean deleted, String run, Binds binds) {
    return new FormulaSql(binds, run).isTrue(formula)
        + (deleted ? "" : " AND " + KEPT.formatted(run));
  }
}
