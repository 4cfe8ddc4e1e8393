package io.throughline.lineage.deployment;

import io.throughline.event.v1.DeploymentRetired;
import io.throughline.event.v1.EnvironmentDeclared;
import io.throughline.event.v1.Event.KindCase;
import io.throughline.event.v1.ModelDeployed;
import io.throughline.lineage.graph.Attributes;
import io.throughline.lineage.graph.GraphWriter;
import io.throughline.lineage.projection.Fact;
import io.throughline.lineage.projection.Part;
import io.throughline.lineage.projection.Writes;
import io.throughline.lineage.v1.EdgeKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Environments, deployments in them, and their ends. */
@ApplicationScoped
public class DeploymentPart implements Part {

  @Override
  public Set<KindCase> kinds() {
    return Set.of(
        KindCase.ENVIRONMENT_DECLARED, KindCase.MODEL_DEPLOYED, KindCase.DEPLOYMENT_RETIRED);
  }

  @Override
  public void project(Fact fact, Writes writes) {
    switch (fact.event().getKindCase()) {
      case ENVIRONMENT_DECLARED -> declare(fact, fact.event().getEnvironmentDeclared(), writes);
      case MODEL_DEPLOYED -> deploy(fact, fact.event().getModelDeployed(), writes);
      default -> retire(fact, fact.event().getDeploymentRetired(), writes);
    }
  }

  /** An environment is declared, by an event of its own or by a request that was granted. */
  public static void declare(Fact fact, EnvironmentDeclared environment, Writes writes) {
    new GraphWriter(fact, writes).declare(environment.getName(), environment.getDisplayName());
    Attributes.say(fact, writes, Attributes.DISPLAY_NAME, environment.getDisplayName());
  }

  private static void deploy(Fact fact, ModelDeployed deployed, Writes writes) {
    String name = deployed.getName();
    GraphWriter graph =
        new GraphWriter(fact, writes)
            .declare(name, "")
            .link(fact.scope(), EdgeKind.EDGE_KIND_CONTAINS, name)
            .link(deployed.getModel(), EdgeKind.EDGE_KIND_DEPLOYED_AS, name)
            .link(deployed.getModelVersion(), EdgeKind.EDGE_KIND_DEPLOYED_AS, name)
            .link(deployed.getReplaces(), EdgeKind.EDGE_KIND_REPLACED_BY, name);
    writes.add(
        DeploymentTables.DEPLOYMENT,
        fact.tenant(),
        fact.scope(),
        name,
        deployed.getModel(),
        deployed.getModelVersion(),
        (short) deployed.getPhaseValue(),
        deployed.getTrafficShare(),
        deployed.getReplaces(),
        fact.validTime(),
        fact.timeStated(),
        fact.partition(),
        fact.position(),
        "",
        fact.scope(),
        name);
    writes.add(DeploymentTables.LINK_END, fact.tenant(), fact.scope(), name);
    if (!graph.isRepeated() && !deployed.getReplaces().isEmpty()) {
      end(fact, writes, deployed.getReplaces(), "replaced by " + name, name);
    }
  }

  private static void retire(Fact fact, DeploymentRetired retired, Writes writes) {
    new GraphWriter(fact, writes).mention(retired.getDeployment());
    end(fact, writes, retired.getDeployment(), retired.getReason(), "");
  }

  private static void end(
      Fact fact, Writes writes, String deployment, String reason, String replacedBy) {
    writes.add(
        DeploymentTables.END,
        fact.tenant(),
        fact.scope(),
        deployment,
        reason,
        replacedBy,
        fact.validTime(),
        fact.timeStated(),
        fact.partition(),
        fact.position(),
        "",
        fact.scope(),
        deployment + " end");
    writes.add(DeploymentTables.LINK_END, fact.tenant(), fact.scope(), deployment);
  }
}
