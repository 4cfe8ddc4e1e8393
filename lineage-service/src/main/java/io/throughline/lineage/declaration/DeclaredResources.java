package io.throughline.lineage.declaration;

import com.google.protobuf.Message;
import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.Tag;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.graph.DeclarationReader;
import io.throughline.lineage.graph.DeclarationReader.Said;
import io.throughline.lineage.page.Page;
import io.throughline.lineage.page.PageToken;
import io.throughline.lineage.tag.Tags;
import io.throughline.lineage.v1.NodeKind;
import io.throughline.server.name.ResourceName;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Reads resources that are told once. */
@ApplicationScoped
public class DeclaredResources {

  /**
   * A kind of such resources.
   *
   * @param word what people call one
   * @param node its kind in the graph
   * @param detail makes an empty message of its event
   * @param resource makes the resource out of what was said of it and its tags
   */
  public record Kind<D extends Message, R>(
      String word,
      NodeKind node,
      Supplier<? extends Message.Builder> detail,
      BiFunction<Said<D>, List<Tag>, R> resource) {}

  private final DeclarationReader declarations;
  private final Tags tags;

  DeclaredResources(DeclarationReader declarations, Tags tags) {
    this.declarations = declarations;
    this.tags = tags;
  }

  /** One resource at a moment, or NOT_FOUND. */
  public <D extends Message, R> Uni<R> get(
      Kind<D, R> kind, String tenant, String name, Moment moment) {
    String scope = ResourceName.parse(name).scope().toString();
    return declarations
        .<D>all(tenant, List.of(name), moment, kind.detail())
        .map(found -> found.stream().findFirst())
        .map(found -> found.orElseThrow(() -> Failure.notFound(kind.word(), name)))
        .chain(
            said ->
                tags.of(tenant, scope, name, moment)
                    .map(tagged -> kind.resource().apply(said, tagged)));
  }

  /** A page of the resources of an experiment at a moment, by name. */
  public <D extends Message, R> Uni<Page<R>> list(
      Kind<D, R> kind, String tenant, String experiment, Moment moment, int size, String token) {
    String[] bound = {"List " + kind.word(), tenant, experiment, moment.toString()};
    List<String> last = PageToken.decode(token, bound);
    return declarations
        .<D>page(
            tenant,
            experiment,
            kind.node().getNumber(),
            last.isEmpty() ? "" : last.get(0),
            size + 1,
            moment,
            kind.detail())
        .map(read -> Page.of(read, size, said -> List.of(said.name()), bound))
        .chain(page -> tagged(kind, tenant, experiment, moment, page));
  }

  private <D extends Message, R> Uni<Page<R>> tagged(
      Kind<D, R> kind, String tenant, String experiment, Moment moment, Page<Said<D>> page) {
    List<String> names = page.rows().stream().map(Said::name).toList();
    return tags.of(tenant, experiment, names, moment)
        .map(
            tagged ->
                page.rows().stream()
                    .map(
                        said ->
                            kind.resource()
                                .apply(said, tagged.getOrDefault(said.name(), List.of())))
                    .toList())
        .map(rows -> new Page<>(rows, page.next()));
  }
}
