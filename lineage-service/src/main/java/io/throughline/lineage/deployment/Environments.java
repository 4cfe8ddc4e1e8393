package io.throughline.lineage.deployment;

import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.Tag;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.graph.Attributes;
import io.throughline.lineage.graph.Nodes;
import io.throughline.lineage.page.Page;
import io.throughline.lineage.page.PageToken;
import io.throughline.lineage.store.Times;
import io.throughline.lineage.tag.Tags;
import io.throughline.lineage.v1.Environment;
import io.throughline.lineage.v1.NodeKind;
import io.throughline.server.name.ResourceName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Reads environments. */
@ApplicationScoped
public class Environments {
  private static final String LIST = "ListEnvironments";

  private final Nodes nodes;
  private final Attributes attributes;
  private final Tags tags;

  Environments(Nodes nodes, Attributes attributes, Tags tags) {
    this.nodes = nodes;
    this.attributes = attributes;
    this.tags = tags;
  }

  /** One environment at a moment, or NOT_FOUND. */
  public Uni<Environment> get(String tenant, String name, Moment moment) {
    return nodes
        .get(tenant, ResourceName.parse(name), moment)
        .chain(node -> complete(tenant, List.of(node), moment))
        .map(environments -> environments.get(0));
  }

  /** A page of environments, by name. */
  public Uni<Page<Environment>> list(String tenant, int size, String token) {
    List<String> last = PageToken.decode(token, LIST, tenant);
    return nodes
        .scopes(
            tenant,
            NodeKind.NODE_KIND_ENVIRONMENT,
            true,
            last.isEmpty() ? "" : last.get(0),
            size + 1)
        .chain(found -> complete(tenant, found, Moment.NOW))
        .map(read -> Page.of(read, size, e -> List.of(e.getName()), LIST, tenant));
  }

  private Uni<List<Environment>> complete(String tenant, List<Nodes.Found> found, Moment moment) {
    List<String> names = found.stream().map(Nodes.Found::name).toList();
    return Uni.combine()
        .all()
        .unis(attributes.of(tenant, names, moment), tags.ofScopes(tenant, names, moment))
        .with(
            (said, tagged) ->
                found.stream()
                    .map(
                        node ->
                            environment(
                                node,
                                said.getOrDefault(node.name(), Map.of()),
                                tagged.getOrDefault(node.name(), List.of())))
                    .toList());
  }

  private static Environment environment(
      Nodes.Found node, Map<String, String> said, List<Tag> tags) {
    Environment.Builder environment =
        Environment.newBuilder()
            .setName(node.name())
            .setDisplayName(said.getOrDefault(Attributes.DISPLAY_NAME, ""))
            .addAllTags(tags);
    if (node.createTime() != null) {
      environment.setCreateTime(Times.toMessage(node.createTime()));
    }
    return environment.build();
  }
}
