package io.throughline.lineage.projection;

import io.throughline.ingest.follower.Effect;
import io.throughline.ingest.follower.FollowedBatch;
import io.throughline.lineage.artifact.ArtifactPart;
import io.throughline.lineage.dataset.DatasetPart;
import io.throughline.lineage.decision.Decider;
import io.throughline.lineage.deployment.DeploymentPart;
import io.throughline.lineage.evaluation.EvaluationPart;
import io.throughline.lineage.experiment.ExperimentPart;
import io.throughline.lineage.figure.FigurePart;
import io.throughline.lineage.generation.TestGenerations;
import io.throughline.lineage.insight.InsightPart;
import io.throughline.lineage.lifecycle.LifeCyclePart;
import io.throughline.lineage.lifecycle.ScopePurge;
import io.throughline.lineage.model.ModelPart;
import io.throughline.lineage.parameter.ParameterPart;
import io.throughline.lineage.registry.RegistryPart;
import io.throughline.lineage.run.RunPart;
import io.throughline.lineage.score.ScorePart;
import io.throughline.lineage.series.SeriesPart;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.tag.TagPart;
import io.throughline.local.postgres.Database;
import io.throughline.local.postgres.TestPostgres;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.util.List;

/** A graph in a database of its own, into which a test applies batches without a service. */
public final class TestGraph implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final Graph graph;
  private final Effect effect;

  private TestGraph(String database) {
    Database store = TestPostgres.database(database);
    Pool pool =
        PgBuilder.pool()
            .connectingTo(
                PgConnectOptions.fromUri(store.reactiveUrl())
                    .setUser(store.user())
                    .setPassword(store.password())
                    .setCachePreparedStatements(true)
                    .setPreparedStatementCacheMaxSize(512))
            .with(new PoolOptions().setMaxSize(4))
            .using(vertx)
            .build();
    this.graph = TestGenerations.install(pool);
    Projector projector =
        new Projector(
            List.of(
                new ArtifactPart(),
                new DatasetPart(),
                new DeploymentPart(),
                new EvaluationPart(),
                new ExperimentPart(),
                new FigurePart(),
                new InsightPart(),
                new LifeCyclePart(),
                new ModelPart(),
                new ParameterPart(),
                new RegistryPart(),
                new RunPart(),
                new ScorePart(),
                new SeriesPart(),
                new TagPart()),
            new Decider(),
            new ScopePurge());
    this.effect = projector.on(graph.generation());
  }

  /** Makes the graph in an empty database of this name. */
  public static TestGraph open(String database) {
    return new TestGraph(database);
  }

  public Graph graph() {
    return graph;
  }

  /** Applies groups of batches, each in a transaction of its own. */
  public void apply(List<List<FollowedBatch>> groups) {
    for (List<FollowedBatch> group : groups) {
      graph
          .pool()
          .withTransaction(connection -> effect.apply(connection, group))
          .await()
          .indefinitely();
    }
  }

  @Override
  public void close() {
    graph.pool().close().await().indefinitely();
    vertx.close().await().indefinitely();
  }
}
