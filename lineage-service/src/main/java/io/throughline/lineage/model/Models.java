package io.throughline.lineage.model;

import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.ModelProduced;
import io.throughline.event.v1.Tag;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.graph.DeclarationReader;
import io.throughline.lineage.graph.DeclarationReader.Said;
import io.throughline.lineage.page.Page;
import io.throughline.lineage.page.PageToken;
import io.throughline.lineage.parameter.Inheritance;
import io.throughline.lineage.store.Times;
import io.throughline.lineage.tag.Tags;
import io.throughline.lineage.v1.Model;
import io.throughline.lineage.v1.NodeKind;
import io.throughline.server.name.ResourceName;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Reads models. */
@ApplicationScoped
public class Models {
  private static final String LIST = "ListModels";

  private final DeclarationReader declarations;
  private final Inheritance inheritance;
  private final Tags tags;

  public Models(DeclarationReader declarations, Inheritance inheritance, Tags tags) {
    this.declarations = declarations;
    this.inheritance = inheritance;
    this.tags = tags;
  }

  /** One model with its parameters, or NOT_FOUND. */
  public Uni<Model> get(String tenant, ResourceName name) {
    return get(tenant, name, Moment.NOW);
  }

  /** The same at a moment. */
  public Uni<Model> get(String tenant, ResourceName name, Moment moment) {
    return declarations
        .<ModelProduced>all(tenant, List.of(name.toString()), moment, ModelProduced::newBuilder)
        .map(
            found ->
                found.stream()
                    .findFirst()
                    .orElseThrow(() -> Failure.notFound("model", name.toString())))
        .chain(
            said ->
                Uni.combine()
                    .all()
                    .unis(
                        tags.of(tenant, name.scope().toString(), said.name(), moment),
                        inheritance.of(tenant, said.detail().getRun(), moment))
                    .with(
                        (tagged, parameters) ->
                            model(said, tagged).toBuilder().addAllParameters(parameters).build()));
  }

  /** A page of the models of an experiment, by name, without their parameters. */
  public Uni<Page<Model>> list(
      String tenant, String experiment, Moment moment, int size, String token) {
    String[] bound = {LIST, tenant, experiment, moment.toString()};
    List<String> last = PageToken.decode(token, bound);
    return declarations
        .<ModelProduced>page(
            tenant,
            experiment,
            NodeKind.NODE_KIND_MODEL_VALUE,
            last.isEmpty() ? "" : last.get(0),
            size + 1,
            moment,
            ModelProduced::newBuilder)
        .chain(found -> complete(tenant, experiment, found, moment))
        .map(read -> Page.of(read, size, m -> List.of(m.getName()), bound));
  }

  private Uni<List<Model>> complete(
      String tenant, String experiment, List<Said<ModelProduced>> found, Moment moment) {
    List<String> names = found.stream().map(Said::name).toList();
    return tags.of(tenant, experiment, names, moment).map(tagged -> models(found, tagged));
  }

  private static List<Model> models(
      List<Said<ModelProduced>> found, Map<String, List<Tag>> tagged) {
    return found.stream()
        .map(said -> model(said, tagged.getOrDefault(said.name(), List.of())))
        .toList();
  }

  private static Model model(Said<ModelProduced> said, List<Tag> tags) {
    ModelProduced detail = said.detail();
    Model.Builder model =
        Model.newBuilder()
            .setName(said.name())
            .setRun(detail.getRun())
            .setDisplayName(detail.getDisplayName())
            .setAlgorithm(detail.getAlgorithm())
            .setDigest(detail.getDigest())
            .setUri(detail.getUri())
            .addAllTags(tags);
    if (said.time() != null) {
      model.setCreateTime(Times.toMessage(said.time()));
    }
    return model.build();
  }
}
