package io.throughline.lineage.diff;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.deployment.Deployments;
import io.throughline.lineage.model.Models;
import io.throughline.lineage.parameter.Ancestry;
import io.throughline.lineage.run.Runs;
import io.throughline.lineage.score.Measurements;
import io.throughline.lineage.series.Summaries;
import io.throughline.lineage.v1.Deployment;
import io.throughline.lineage.v1.Measurement;
import io.throughline.lineage.v1.Model;
import io.throughline.lineage.v1.Run;
import io.throughline.lineage.v1.SeriesSummary;
import io.throughline.server.name.ResourceName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gathers what is known of a run, a model or a deployment. */
@ApplicationScoped
class FactReader {
  private static final int MOST_SERIES = 1_000;

  private final Runs runs;
  private final Models models;
  private final Deployments deployments;
  private final Summaries summaries;
  private final Measurements measurements;
  private final Ancestry ancestry;
  private final DatasetsRead datasets;

  FactReader(
      Runs runs,
      Models models,
      Deployments deployments,
      Summaries summaries,
      Measurements measurements,
      Ancestry ancestry,
      DatasetsRead datasets) {
    this.runs = runs;
    this.models = models;
    this.deployments = deployments;
    this.summaries = summaries;
    this.measurements = measurements;
    this.ancestry = ancestry;
    this.datasets = datasets;
  }

  /** The facts of a resource, or NOT_FOUND. */
  Uni<Facts> of(String tenant, ResourceName name) {
    return switch (name.kind()) {
      case RUN -> ofRun(tenant, name);
      case DEPLOYMENT -> ofDeployment(tenant, name);
      default -> ofModel(tenant, name, new Facts());
    };
  }

  private Uni<Facts> ofRun(String tenant, ResourceName name) {
    return Uni.combine()
        .all()
        .unis(runs.get(tenant, name), datasets.by(tenant, List.of(name.toString())))
        .with(FactReader::run);
  }

  private static Facts run(Run run, Map<String, String> read) {
    Facts facts =
        new Facts()
            .attribute("display_name", run.getDisplayName())
            .attribute("step", run.getStep())
            .attribute("parent", run.getParent())
            .attribute("state", word(run.getState(), "RUN_STATE_"))
            .attribute("message", run.getMessage())
            .time("start_time", run.hasStartTime(), run.getStartTime())
            .time("end_time", run.hasEndTime(), run.getEndTime())
            .tags(run.getTagsList());
    run.getParametersList().forEach(parameter -> facts.parameter(parameter, run.getName()));
    read.forEach(facts::dataset);
    run.getMetricsList().forEach(facts::series);
    return facts;
  }

  private Uni<Facts> ofModel(String tenant, ResourceName name, Facts facts) {
    return models
        .get(tenant, name)
        .chain(
            model ->
                Uni.combine()
                    .all()
                    .unis(
                        read(tenant, model.getRun()),
                        summaries.page(tenant, name.toString(), MOST_SERIES, ""),
                        measurements.list(tenant, name.toString()))
                    .with(
                        (read, page, measured) ->
                            model(facts, model, read, page.rows(), measured)));
  }

  /** What was read on the way to what a run produced. */
  private Uni<Map<String, String>> read(String tenant, String run) {
    Uni<Set<String>> way =
        run.isEmpty()
            ? Uni.createFrom().item(Set.of())
            : ancestry.of(tenant, run, Moment.NOW).map(Map::keySet);
    return way.chain(all -> datasets.by(tenant, all));
  }

  private static Facts model(
      Facts facts,
      Model model,
      Map<String, String> read,
      List<SeriesSummary> series,
      List<Measurement> measured) {
    facts
        .attribute("display_name", model.getDisplayName())
        .attribute("run", model.getRun())
        .attribute("algorithm", model.getAlgorithm())
        .attribute("digest", model.getDigest())
        .attribute("uri", model.getUri())
        .time("create_time", model.hasCreateTime(), model.getCreateTime())
        .tags(model.getTagsList());
    model.getParametersList().forEach(one -> facts.parameter(one.getParameter(), one.getRun()));
    read.forEach(facts::dataset);
    series.forEach(facts::series);
    measured.forEach(facts::measurement);
    return facts;
  }

  private Uni<Facts> ofDeployment(String tenant, ResourceName name) {
    return deployments
        .get(tenant, name, Moment.NOW)
        .chain(
            deployment -> {
              Facts facts = deployment(name, deployment);
              return deployment.getModel().isEmpty()
                  ? Uni.createFrom().item(facts)
                  : ofModel(tenant, ResourceName.parse(deployment.getModel()), facts);
            });
  }

  private static Facts deployment(ResourceName name, Deployment deployment) {
    return new Facts()
        .attribute("environment", name.scope().toString())
        .attribute("model", deployment.getModel())
        .attribute("model_version", deployment.getModelVersion())
        .attribute("phase", word(deployment.getPhase(), "DEPLOYMENT_PHASE_"))
        .attribute("traffic_share", deployment.getTrafficShare())
        .attribute("replaces", deployment.getReplaces())
        .time("start_time", true, deployment.getStartTime())
        .time("end_time", deployment.hasEndTime(), deployment.getEndTime())
        .attribute("end_reason", deployment.getEndReason())
        .tags(deployment.getTagsList());
  }

  /** An enumeration's value without its prefix; empty for UNSPECIFIED. */
  private static String word(Enum<?> value, String prefix) {
    String word = value.name().replace(prefix, "");
    return word.equals("UNSPECIFIED") ? "" : word;
  }
}
