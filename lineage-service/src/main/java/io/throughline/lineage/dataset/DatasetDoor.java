package io.throughline.lineage.dataset;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.DatasetDeclared;
import io.throughline.event.v1.DatasetRole;
import io.throughline.event.v1.Tag;
import io.throughline.lineage.freshness.Freshness;
import io.throughline.lineage.graph.DeclarationReader;
import io.throughline.lineage.graph.DeclarationReader.Said;
import io.throughline.lineage.store.Times;
import io.throughline.lineage.tag.Tags;
import io.throughline.lineage.v1.Dataset;
import io.throughline.lineage.v1.DatasetService;
import io.throughline.lineage.v1.GetDatasetRequest;
import io.throughline.server.access.Caller;
import io.throughline.server.name.ResourceName;
import io.throughline.server.status.Failure;
import java.util.List;

/** The door to datasets. */
@GrpcService
public class DatasetDoor implements DatasetService {
  private final Freshness freshness;
  private final DeclarationReader declarations;
  private final Roles roles;
  private final Tags tags;

  DatasetDoor(Freshness freshness, DeclarationReader declarations, Roles roles, Tags tags) {
    this.freshness = freshness;
    this.declarations = declarations;
    this.roles = roles;
    this.tags = tags;
  }

  @Override
  public Uni<Dataset> getDataset(GetDatasetRequest request) {
    String tenant = Caller.current().oneTenant();
    String name = request.getName();
    String scope = ResourceName.parse(name).scope().toString();
    return freshness
        .await(request.getPosition())
        .chain(
            () ->
                Uni.combine()
                    .all()
                    .unis(
                        declarations.<DatasetDeclared>all(
                            tenant, List.of(name), DatasetDeclared::newBuilder),
                        roles.of(tenant, List.of(name)),
                        tags.of(tenant, scope, name))
                    .with(
                        (said, used, tagged) ->
                            said.stream()
                                .findFirst()
                                .map(
                                    one -> dataset(one, used.getOrDefault(name, List.of()), tagged))
                                .orElseThrow(() -> Failure.notFound("dataset", name))));
  }

  private static Dataset dataset(
      Said<DatasetDeclared> said, List<DatasetRole> roles, List<Tag> tags) {
    DatasetDeclared detail = said.detail();
    Dataset.Builder dataset =
        Dataset.newBuilder()
            .setName(said.name())
            .setDisplayName(detail.getDisplayName())
            .setVersion(detail.getVersion())
            .setDigest(detail.getDigest())
            .setUri(detail.getUri())
            .setUnitCount(detail.getUnitCount())
            .addAllDerivedFrom(detail.getDerivedFromList())
            .addAllRoles(roles)
            .addAllTags(tags);
    if (said.time() != null) {
      dataset.setCreateTime(Times.toMessage(said.time()));
    }
    return dataset.build();
  }
}
