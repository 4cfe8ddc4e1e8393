package io.throughline.lineage.artifact;

import io.throughline.event.v1.ArtifactStored;
import io.throughline.event.v1.Tag;
import io.throughline.lineage.declaration.DeclaredResources.Kind;
import io.throughline.lineage.graph.DeclarationReader.Said;
import io.throughline.lineage.store.Times;
import io.throughline.lineage.v1.Artifact;
import io.throughline.lineage.v1.NodeKind;
import java.util.List;

/** What an artifact looks like. */
final class Artifacts {
  static final Kind<ArtifactStored, Artifact> KIND =
      new Kind<>(
          "artifact", NodeKind.NODE_KIND_ARTIFACT, ArtifactStored::newBuilder, Artifacts::artifact);

  private Artifacts() {}

  private static Artifact artifact(Said<ArtifactStored> said, List<Tag> tags) {
    ArtifactStored detail = said.detail();
    Artifact.Builder artifact =
        Artifact.newBuilder()
            .setName(said.name())
            .setRun(detail.getRun())
            .setUri(detail.getUri())
            .setDigest(detail.getDigest())
            .setMediaType(detail.getMediaType())
            .setSizeBytes(detail.getSizeBytes())
            .addAllTags(tags);
    if (said.time() != null) {
      artifact.setCreateTime(Times.toMessage(said.time()));
    }
    return artifact.build();
  }
}
