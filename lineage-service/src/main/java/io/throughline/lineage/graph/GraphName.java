package io.throughline.lineage.graph;

import io.throughline.lineage.v1.NodeKind;
import io.throughline.server.name.ResourceKind;
import io.throughline.server.name.ResourceName;
import java.util.EnumMap;
import java.util.Map;

/**
 * The name of a node. A name of no known collection can be mentioned too; it lives where it is
 * mentioned.
 *
 * @param text the name
 * @param scope where the node lives
 * @param kind what it is
 */
public record GraphName(String text, String scope, NodeKind kind) {
  private static final Map<ResourceKind, NodeKind> KINDS = new EnumMap<>(ResourceKind.class);

  static {
    for (ResourceKind kind : ResourceKind.values()) {
      KINDS.put(kind, NodeKind.valueOf("NODE_KIND_" + kind.name()));
    }
  }

  /** A name as it was mentioned in a scope. */
  public static GraphName of(String text, String mentionedIn) {
    try {
      ResourceName name = ResourceName.parse(text);
      return new GraphName(text, name.scope().toString(), KINDS.get(name.kind()));
    } catch (IllegalArgumentException unknown) {
      return new GraphName(text, mentionedIn, NodeKind.NODE_KIND_UNSPECIFIED);
    }
  }

  /** The scope in which a name of a known collection lives; the name itself where it is a scope. */
  public static String scopeOf(String text) {
    return ResourceName.parse(text).scope().toString();
  }

  /** Whether the node is its own scope. */
  boolean isScope() {
    return text.equals(scope);
  }
}
