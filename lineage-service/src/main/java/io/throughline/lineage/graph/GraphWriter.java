package io.throughline.lineage.graph;

import io.throughline.lineage.projection.Fact;
import io.throughline.lineage.projection.Writes;
import io.throughline.lineage.store.Table;
import io.throughline.lineage.v1.EdgeKind;
import io.throughline.lineage.v1.NodeKind;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** Turns what a fact says of the graph into rows of nodes and edges. */
public final class GraphWriter {
  private static final Set<NodeKind> RENAMED =
      Set.of(
          NodeKind.NODE_KIND_EXPERIMENT,
          NodeKind.NODE_KIND_REGISTERED_MODEL,
          NodeKind.NODE_KIND_ENVIRONMENT,
          NodeKind.NODE_KIND_POPULATION);

  private static final OffsetDateTime EPOCH = Instant.EPOCH.atOffset(ZoneOffset.UTC);

  /** More than a batch may hold. */
  private static final long MAX_EVENTS = 1 << 14;

  private final Fact fact;
  private final Writes writes;
  private boolean told;

  /** Writes what the fact says. */
  public GraphWriter(Fact fact, Writes writes) {
    this.fact = fact;
    this.writes = writes;
  }

  /**
   * The subject exists, of its own telling. What can be told only once and was told before stays as
   * it is: then this writer writes nothing more.
   */
  public GraphWriter declare(String name, String displayName) {
    GraphName node = GraphName.of(name, fact.scope());
    if (!RENAMED.contains(node.kind()) && !writes.isFirst(fact.tenant(), name)) {
      told = true;
      return this;
    }
    mentionScope(node);
    writes.isNew(fact.tenant(), name);
    writes.add(
        NodeTable.DECLARED,
        fact.tenant(),
        node.scope(),
        name,
        (short) node.kind().getNumber(),
        displayName,
        true,
        fact.validTime(),
        fact.timeStated(),
        fact.partition(),
        fact.position(),
        RENAMED.contains(node.kind()));
    return this;
  }

  /** Whether the subject that was declared had been told before. */
  public boolean isRepeated() {
    return told;
  }

  /** A node of the fact's own scope is spoken of; one of another scope is none without a link. */
  public GraphWriter mention(String name) {
    GraphName node = GraphName.of(name, fact.scope());
    if (node.scope().equals(fact.scope())) {
      mention(node);
    }
    return this;
  }

  /** Something holds between two nodes, once and for all. */
  public GraphWriter link(String source, EdgeKind kind, String target) {
    return link(EdgeTable.SAID_ONCE, source, kind, target, 0);
  }

  /** Something holds between two nodes, which may be said again: since the earliest time. */
  public GraphWriter linkAgain(String source, EdgeKind kind, String target) {
    long since = ChronoUnit.MICROS.between(EPOCH, fact.validTime());
    String edge = source + '\n' + kind.getNumber() + '\n' + target;
    return source.isEmpty() || target.isEmpty() || !writes.isEarlier(fact.tenant(), edge, since)
        ? this
        : link(EdgeTable.SAID_AGAIN, source, kind, target, 0);
  }

  /**
   * Tells the times apart in which an edge holds: made from the place of the fact that began it.
   */
  public static long instance(Fact fact) {
    return instance(fact.position(), fact.index());
  }

  /** The same, from a position and an event's index in the batch. */
  public static long instance(long position, int index) {
    return position * MAX_EVENTS + index;
  }

  /** Something holds between two nodes, this time since the fact. */
  public GraphWriter linkAnew(String source, EdgeKind kind, String target) {
    return link(EdgeTable.SAID_ONCE, source, kind, target, instance(fact));
  }

  /** What began to hold with another fact (its instance) holds no longer. */
  public GraphWriter unlink(String source, EdgeKind kind, String target, long instance) {
    for (String scope : scopes(source, target)) {
      writes.add(
          EdgeTable.ENDED,
          fact.tenant(),
          scope,
          source,
          (short) kind.getNumber(),
          target,
          instance,
          fact.validTime(),
          fact.position());
    }
    return this;
  }

  private GraphWriter link(
      Table table, String source, EdgeKind kind, String target, long instance) {
    if (told || source.isEmpty() || target.isEmpty()) {
      return this;
    }
    mention(GraphName.of(source, fact.scope()));
    mention(GraphName.of(target, fact.scope()));
    for (String scope : scopes(source, target)) {
      writes.add(
          table,
          fact.tenant(),
          scope,
          source,
          (short) kind.getNumber(),
          target,
          instance,
          fact.validTime(),
          fact.timeStated(),
          !scope.equals(fact.scope()),
          fact.partition(),
          fact.position());
    }
    return this;
  }

  private Set<String> scopes(String source, String target) {
    String one = GraphName.of(source, fact.scope()).scope();
    String other = GraphName.of(target, fact.scope()).scope();
    return one.equals(other) ? Set.of(one) : Set.of(one, other);
  }

  private void mention(GraphName node) {
    mentionScope(node);
    if (!node.isScope()) {
      addMention(node.scope(), node.text(), node.kind());
    }
  }

  private void mentionScope(GraphName node) {
    addMention(node.scope(), node.scope(), GraphName.of(node.scope(), node.scope()).kind());
  }

  private void addMention(String scope, String name, NodeKind kind) {
    String tenant = fact.tenant();
    boolean own = scope.equals(fact.scope());
    if (!writes.isNew(tenant, own ? name : "elsewhere\n" + name)) {
      return;
    }
    short number = (short) kind.getNumber();
    if (own) {
      writes.add(
          NodeTable.MENTIONED,
          tenant,
          scope,
          name,
          number,
          "",
          false,
          false,
          fact.partition(),
          fact.position());
    } else {
      writes.add(NodeTable.MENTIONED_ELSEWHERE, tenant, scope, name, number, "", false, false);
    }
    if (kind == NodeKind.NODE_KIND_RUN) {
      writes.add(NodeTable.RUN, tenant, scope, name);
    }
  }
}
