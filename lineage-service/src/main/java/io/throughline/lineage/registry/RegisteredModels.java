package io.throughline.lineage.registry;

import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.Tag;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.graph.Attributes;
import io.throughline.lineage.graph.Nodes;
import io.throughline.lineage.page.Page;
import io.throughline.lineage.page.PageToken;
import io.throughline.lineage.store.Times;
import io.throughline.lineage.tag.Tags;
import io.throughline.lineage.v1.Alias;
import io.throughline.lineage.v1.NodeKind;
import io.throughline.lineage.v1.RegisteredModel;
import io.throughline.server.name.ResourceName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Reads registered models. */
@ApplicationScoped
public class RegisteredModels {
  private static final String LIST = "ListRegisteredModels";

  private final Nodes nodes;
  private final Attributes attributes;
  private final Tags tags;
  private final Aliases aliases;

  public RegisteredModels(Nodes nodes, Attributes attributes, Tags tags, Aliases aliases) {
    this.nodes = nodes;
    this.attributes = attributes;
    this.tags = tags;
    this.aliases = aliases;
  }

  /** One registered model, or NOT_FOUND. */
  public Uni<RegisteredModel> get(String tenant, ResourceName name) {
    return get(tenant, name, Moment.NOW);
  }

  /** The same at a moment. */
  public Uni<RegisteredModel> get(String tenant, ResourceName name, Moment moment) {
    return nodes
        .get(tenant, name, moment)
        .chain(node -> complete(tenant, List.of(node), moment))
        .map(models -> models.get(0));
  }

  /** A page of registered models, by name. */
  public Uni<Page<RegisteredModel>> list(String tenant, int size, String token) {
    List<String> last = PageToken.decode(token, LIST, tenant);
    return nodes
        .scopes(
            tenant,
            NodeKind.NODE_KIND_REGISTERED_MODEL,
            true,
            last.isEmpty() ? "" : last.get(0),
            size + 1)
        .chain(found -> complete(tenant, found, Moment.NOW))
        .map(read -> Page.of(read, size, m -> List.of(m.getName()), LIST, tenant));
  }

  private Uni<List<RegisteredModel>> complete(
      String tenant, List<Nodes.Found> found, Moment moment) {
    List<String> names = found.stream().map(Nodes.Found::name).toList();
    return Uni.combine()
        .all()
        .unis(
            attributes.of(tenant, names, moment),
            tags.ofScopes(tenant, names, moment),
            aliases.of(tenant, names, moment))
        .with(
            (said, tagged, pointing) ->
                found.stream()
                    .map(
                        node ->
                            model(
                                node,
                                said.getOrDefault(node.name(), Map.of()),
                                tagged.getOrDefault(node.name(), List.of()),
                                pointing))
                    .toList());
  }

  private static RegisteredModel model(
      Nodes.Found node, Map<String, String> said, List<Tag> tags, List<Alias> pointing) {
    RegisteredModel.Builder model =
        RegisteredModel.newBuilder()
            .setName(node.name())
            .setDisplayName(said.getOrDefault(Attributes.DISPLAY_NAME, ""))
            .setDescription(said.getOrDefault(RegistryPart.DESCRIPTION, ""))
            .addAllTags(tags);
    pointing.stream()
        .filter(alias -> alias.getName().startsWith(node.name() + "/"))
        .forEach(model::addAliases);
    if (node.createTime() != null) {
      model.setCreateTime(Times.toMessage(node.createTime()));
    }
    return model.build();
  }
}
