package io.throughline.lineage.artifact;

import io.throughline.event.v1.ArtifactStored;
import io.throughline.event.v1.Event.KindCase;
import io.throughline.lineage.graph.Declarations;
import io.throughline.lineage.graph.GraphWriter;
import io.throughline.lineage.projection.Fact;
import io.throughline.lineage.projection.Part;
import io.throughline.lineage.projection.Writes;
import io.throughline.lineage.v1.EdgeKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Artifacts that were stored somewhere. */
@ApplicationScoped
public class ArtifactPart implements Part {

  @Override
  public Set<KindCase> kinds() {
    return Set.of(KindCase.ARTIFACT_STORED);
  }

  @Override
  public void project(Fact fact, Writes writes) {
    ArtifactStored artifact = fact.event().getArtifactStored();
    new GraphWriter(fact, writes)
        .declare(artifact.getName(), "")
        .link(artifact.getRun(), EdgeKind.EDGE_KIND_PRODUCED, artifact.getName());
    Declarations.say(
        fact,
        writes,
        artifact.getName(),
        artifact.toBuilder().clearName().build(),
        artifact.getRun());
  }
}
