package io.throughline.lineage.projection;

import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Uni;
import io.throughline.lineage.store.Table;
import io.throughline.lineage.store.Transaction;
import io.vertx.pgclient.PgException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The rows that a group of batches leaves in each table, in the order in which they were said. */
public final class Writes {
  private static final String TRANSACTION_ABORTED = "25P02";

  private final Map<Table, List<Object[]>> rows = new TreeMap<>(Comparator.comparing(Table::order));
  private final Set<String> declared;
  private final Memory memory;

  /**
   * A group's rows, where some subjects had been declared by earlier groups.
   *
   * @param declared the subjects, see {@link #subject}
   * @param memory what is known to stand in the graph
   */
  Writes(Set<String> declared, Memory memory) {
    this.declared = new HashSet<>(declared);
    this.memory = memory;
  }

  /** A subject's name together with its tenant. */
  static String subject(String tenant, String name) {
    return tenant + '\n' + name;
  }

  /** Whether nothing has declared this subject yet; from now on something has. */
  public boolean isFirst(String tenant, String name) {
    return declared.add(subject(tenant, name));
  }

  /** Whether this mention of a node is not known to have been written; from now on it is. */
  public boolean isNew(String tenant, String name) {
    return memory.isNew(subject(tenant, name));
  }

  /** Whether the edge is not known to hold since then or earlier; from now on it is. */
  public boolean isEarlier(String tenant, String edge, long since) {
    return memory.isEarlier(subject(tenant, edge), since);
  }

  /** Adds a row: a value for every column of the table. */
  public void add(Table table, Object... row) {
    rows.computeIfAbsent(table, t -> new ArrayList<>()).add(row);
  }

  /** Writes everything: one or two statements a table, sent one behind the other. */
  public Uni<Void> flush(Transaction transaction) {
    if (rows.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    List<Uni<Void>> statements = new ArrayList<>();
    rows.forEach((table, added) -> statements.add(table.write(transaction, added)));
    return Uni.join()
        .all(statements)
        .andCollectFailures()
        .replaceWithVoid()
        .onFailure(CompositeException.class)
        .transform(Writes::first);
  }

  /** The failure that made the others fail. */
  private static Throwable first(Throwable failures) {
    List<Throwable> causes = ((CompositeException) failures).getCauses();
    return causes.stream()
        .filter(
            cause ->
                !(cause instanceof PgException postgres
                    && TRANSACTION_ABORTED.equals(postgres.getSqlState())))
        .findFirst()
        .orElse(causes.get(0));
  }
}
