package io.throughline.local.bench;

import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.Parameter;
import io.throughline.event.v1.ParameterKind;
import io.throughline.event.v1.ParametersChosen;
import io.throughline.event.v1.PointsMeasured;
import io.throughline.event.v1.RunStarted;
import io.throughline.event.v1.SeriesIdentity;
import io.throughline.ingest.v1.AppendRequest;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.ingest.v1.JournalServiceGrpc.JournalServiceBlockingStub;
import io.throughline.lineage.v1.ExperimentServiceGrpc;
import io.throughline.lineage.v1.ExperimentServiceGrpc.ExperimentServiceBlockingStub;
import io.throughline.lineage.v1.GetExperimentRequest;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * What one more event costs while an experiment grows: events about runs that are chosen at random
 * among all, from the first append until a read that waits for the last one has its answer.
 */
final class GrowthFigures {
  private static final int SMALLEST = 1_000;
  private static final int STEP = 10;
  private static final int BATCHES = 16;
  private static final int EVENTS = 250;
  private static final int POINTS = 2;
  private static final int CHOICES = 1;
  private static final int NEW_RUNS = 20;
  private static final int WARM_UP = 20;
  private static final int WARM = 3;
  private static final int COUNT = 9;
  private static final double MICROS = 1e3;
  private static final double FLAT = 1.5;
  private static final String EXPERIMENT = "experiments/bench-growth";
  private static final String HOW =
      "%,d runs, filled by SQL straight into the tables of lineage-service, each with a parameter, a"
          + " series and a chunk; the events that are measured come through the journal";

  private static final List<String> INDEXES =
      List.of(
          "edge_target",
          "node_kind",
          "node_scope",
          "run_start",
          "parameter_value",
          "parameter_number",
          "series_run",
          "series_last");

  private static final String[] AFTER = {
    "VACUUM ANALYZE graph.node",
    "VACUUM ANALYZE graph.edge",
    "VACUUM ANALYZE graph.run",
    "VACUUM ANALYZE graph.parameter",
    "VACUUM ANALYZE graph.series",
    "VACUUM ANALYZE graph.chunk",
    "CHECKPOINT"
  };

  private static final String RUNS =
      """
      (SELECT '%1$s/runs/r' || lpad(i::text, 7, '0') AS name,
        sha256(int4send(octet_length('%1$s') + 14)
          || convert_to('%1$s/runs/r' || lpad(i::text, 7, '0'), 'UTF8')
          || int4send(4) || 'loss'::bytea || int4send(0) || int4send(0) || int4send(0)
          || int4send(1) || '0'::bytea) AS hash, i
      FROM generate_series(%2$d, %3$d) AS i) AS r""";

  private static final String[] FILL = {
    """
    INSERT INTO graph.node (tenant, scope, name, kind, display_name, declared, create_time,
      time_stated, source_partition, recorded_from, mentioned)
    SELECT '-', '%1$s', name, 3, '', true, now(), true, 0, 1, 1 FROM %2$s""",
    """
    INSERT INTO graph.edge (tenant, scope, source, kind, target, instance, start_time,
      time_stated, mirrored, source_partition, recorded_from)
    SELECT '-', '%1$s', '%1$s', 1, name, 0, now(), true, false, 0, 1 FROM %2$s""",
    """
    INSERT INTO graph.run (tenant, scope, name, step, start_time, start_stated, start_recorded,
      source_partition)
    SELECT '-', '%1$s', name, 'train', now() - i * interval '1 second', true, 1, 0 FROM %2$s""",
    """
    INSERT INTO graph.parameter (tenant, scope, run, kind, key, form, value, number, valid_time,
      source_partition, recorded_from)
    SELECT '-', '%1$s', name, 1, 'depth', 2, (i %% 1000)::text, i %% 1000, now(), 0, 1
    FROM %2$s""",
    """
    INSERT INTO graph.series (tenant, scope, series_id, run, metric, model, dataset, segment, fold,
      first_step, first_millis, first_value, last_step, last_millis, last_value, min_value,
      max_value, small_chunks)
    SELECT '-', '%1$s', encode(substr(hash, 1, 16), 'hex')::uuid, name, 'loss', '', '', '', 0,
      0, 0, 0.5, 0, 0, 0.5, 0.5, 0.5, 1 FROM %2$s""",
    """
    INSERT INTO graph.chunk (tenant, scope, series_id, source_partition, recorded_from, event_index,
      min_step, max_step, point_count, codec, points)
    SELECT '-', '%1$s', encode(substr(hash, 1, 16), 'hex')::uuid, 0, 1, 0, 0, 0, 1, 1,
      '\\x00003fe0000000000000'::bytea FROM %2$s"""
  };

  private final GraphMesh mesh;
  private final JournalServiceBlockingStub journal;
  private final ExperimentServiceBlockingStub door;
  private final int largest;
  private final Consumer<String> progress;
  private final Random random = new Random(7);
  private int number;

  GrowthFigures(GraphMesh mesh, int largest, Consumer<String> progress) {
    this.mesh = mesh;
    this.journal = JournalServiceGrpc.newBlockingStub(mesh.ingest());
    this.door = ExperimentServiceGrpc.newBlockingStub(mesh.lineage());
    this.largest = largest;
    this.progress = progress;
  }

  /** The cost at each size, and how much it has grown from the smallest to the largest. */
  List<Figure> measure() throws Exception {
    List<Figure> figures = new ArrayList<>();
    int runs = 0;
    double first = 0;
    double last = 0;
    for (int size = SMALLEST; size <= largest; size *= STEP) {
      fill(runs + 1, size);
      runs = size;
      last = cost(size, first == 0 ? WARM_UP : WARM);
      first = first == 0 ? last : first;
      figures.add(
          Figure.beside("event_cost_at_%d_runs".formatted(size), last, "us", FLAT * first, first)
              .noted(HOW.formatted(size)));
    }
    figures.add(Figure.alone("event_cost_growth", last / first, "times", FLAT));
    return figures;
  }

  /** Microseconds an event. */
  private double cost(int runs, int warm) throws Exception {
    return Latencies.of(warm, COUNT, () -> tell(runs)).p50() * MICROS / (BATCHES * EVENTS);
  }

  private void fill(int from, int to) throws IOException, SQLException {
    progress.accept("fills the experiment up to %,d runs".formatted(to));
    String runs = RUNS.formatted(EXPERIMENT, from, to);
    mesh.fillUnindexed(
        INDEXES,
        () -> {
          for (String sql : FILL) {
            mesh.execute(sql.formatted(EXPERIMENT, runs));
          }
        });
    for (String sql : AFTER) {
      mesh.execute(sql);
    }
  }

  /** Appends some batches, and waits until they can be read. */
  private String tell(int runs) {
    String position = "";
    for (int i = 0; i < BATCHES; i++) {
      position =
          journal
              .append(AppendRequest.newBuilder().setBatch(batch(runs)).build())
              .getAcknowledgement()
              .getPosition();
    }
    return door.getExperiment(
            GetExperimentRequest.newBuilder().setName(EXPERIMENT).setPosition(position).build())
        .getName();
  }

  private Batch batch(int runs) {
    Batch.Builder batch =
        Batch.newBuilder()
            .setScope(EXPERIMENT)
            .setProducer("bench")
            .setEpoch(1)
            .setNumber(++number);
    for (int i = 0; i < EVENTS; i++) {
      batch.addEvents(event(run(1 + random.nextInt(runs)), i));
    }
    if (number % (BATCHES / 2) == 0) {
      for (int i = 0; i < NEW_RUNS / 2; i++) {
        batch.setEvents(i, started(EXPERIMENT + "/runs/n%d-%d".formatted(number, i)));
      }
    }
    return batch.build();
  }

  /** Two points for each choice. */
  private Event event(String run, int index) {
    int turn = index % (POINTS + CHOICES);
    return turn < POINTS ? measured(run) : chosen(run, "k" + number + "-" + index);
  }

  private static Event started(String run) {
    return Event.newBuilder()
        .setRunStarted(RunStarted.newBuilder().setName(run).setStep("train"))
        .build();
  }

  private static Event chosen(String run, String key) {
    return Event.newBuilder()
        .setParametersChosen(
            ParametersChosen.newBuilder()
                .setRun(run)
                .addParameters(
                    Parameter.newBuilder()
                        .setKind(ParameterKind.PARAMETER_KIND_HYPERPARAMETER)
                        .setKey(key)
                        .setNumber(1)))
        .build();
  }

  private Event measured(String run) {
    return Event.newBuilder()
        .setPointsMeasured(
            PointsMeasured.newBuilder()
                .setSeries(SeriesIdentity.newBuilder().setRun(run).setMetric("loss"))
                .addStepDeltas(number)
                .addTimeDeltas(1_700_000_000_000L + number)
                .addValues(random.nextDouble()))
        .build();
  }

  private static String run(int i) {
    return EXPERIMENT + "/runs/r%07d".formatted(i);
  }
}
