package io.throughline.lineage.experiment;

import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.Tag;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.graph.Attributes;
import io.throughline.lineage.graph.Nodes;
import io.throughline.lineage.lifecycle.Deletions;
import io.throughline.lineage.page.Page;
import io.throughline.lineage.page.PageToken;
import io.throughline.lineage.store.Times;
import io.throughline.lineage.tag.Tags;
import io.throughline.lineage.v1.Experiment;
import io.throughline.lineage.v1.NodeKind;
import io.throughline.server.name.ResourceName;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads experiments. */
@ApplicationScoped
public class Experiments {
  private static final String LIST = "ListExperiments";

  private final Nodes nodes;
  private final Attributes attributes;
  private final Tags tags;
  private final Deletions deletions;

  Experiments(Nodes nodes, Attributes attributes, Tags tags, Deletions deletions) {
    this.nodes = nodes;
    this.attributes = attributes;
    this.tags = tags;
    this.deletions = deletions;
  }

  /** One experiment, or NOT_FOUND. */
  public Uni<Experiment> get(String tenant, ResourceName name) {
    return get(tenant, name, Moment.NOW);
  }

  /** The same at a moment. */
  public Uni<Experiment> get(String tenant, ResourceName name, Moment moment) {
    return nodes
        .get(tenant, name, moment)
        .chain(node -> complete(tenant, List.of(node), moment))
        .map(experiments -> experiments.get(0));
  }

  /**
   * A page of experiments, by name.
   *
   * @param deleted whether those that are deleted are among them
   */
  public Uni<Page<Experiment>> list(String tenant, boolean deleted, int size, String token) {
    String[] bound = {LIST, tenant, Boolean.toString(deleted)};
    List<String> last = PageToken.decode(token, bound);
    return nodes
        .scopes(
            tenant,
            NodeKind.NODE_KIND_EXPERIMENT,
            deleted,
            last.isEmpty() ? "" : last.get(0),
            size + 1)
        .chain(found -> complete(tenant, found, Moment.NOW))
        .map(read -> Page.of(read, size, e -> List.of(e.getName()), bound));
  }

  private Uni<List<Experiment>> complete(String tenant, List<Nodes.Found> found, Moment moment) {
    List<String> names = found.stream().map(Nodes.Found::name).toList();
    return Uni.combine()
        .all()
        .unis(
            attributes.of(tenant, names, moment),
            tags.ofScopes(tenant, names, moment),
            nodes.degraded(tenant, names),
            deletions.of(tenant, names, moment))
        .with(
            (said, tagged, degraded, deleted) ->
                found.stream()
                    .map(
                        node ->
                            experiment(
                                node,
                                said.getOrDefault(node.name(), Map.of()),
                                tagged.getOrDefault(node.name(), List.of()),
                                degraded,
                                deleted.get(node.name())))
                    .toList());
  }

  private static Experiment experiment(
      Nodes.Found node,
      Map<String, String> said,
      List<Tag> tags,
      Set<String> degraded,
      OffsetDateTime deleted) {
    Experiment.Builder experiment =
        Experiment.newBuilder()
            .setName(node.name())
            .setDisplayName(said.getOrDefault(Attributes.DISPLAY_NAME, ""))
            .setQuestion(said.getOrDefault(ExperimentPart.QUESTION, ""))
            .addAllTags(tags)
            .setDegraded(degraded.contains(node.name()));
    if (deleted != null) {
      experiment.setDeleteTime(Times.toMessage(deleted));
    }
    if (node.createTime() != null) {
      experiment.setCreateTime(Times.toMessage(node.createTime()));
    }
    return experiment.build();
  }
}
