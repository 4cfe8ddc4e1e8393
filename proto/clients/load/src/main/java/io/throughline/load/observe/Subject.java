package io.throughline.load.observe;

import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.throughline.event.v1.Arm;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.PopulationDeclared;
import io.throughline.event.v1.TrialDeclared;
import io.throughline.selection.v1.GetReadoutRequest;
import io.throughline.selection.v1.OutcomeMetricServiceGrpc;
import io.throughline.selection.v1.PutDefinitionRequest;
import io.throughline.selection.v1.Readout;
import io.throughline.selection.v1.TrialServiceGrpc;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A trial with five outcome metrics, a quantile among them, over a population of its own. */
final class Subject {
  private static final String ENVIRONMENT = "environments/bench";
  private static final long DEADLINE_SECONDS = 120;
  private static final Duration BUILT_WITHIN = Duration.ofMinutes(3);

  private static final List<String> METRICS =
      List.of(
          "outcome_metric: buys\ntype: proportion\noutcome: order\n",
          "outcome_metric: revenue\ntype: mean\noutcome: order\ncurrency: USD\ncap_upper: 400\n",
          "outcome_metric: orders\ntype: mean\noutcome: order\nvalue: count\n",
          "outcome_metric: basket\ntype: ratio\noutcome: order\ndenominator: order\n",
          "outcome_metric: large_orders\ntype: quantile\nquantile: 0.9\noutcome: order\n");

  private final Sending sending;
  private final ManagedChannel selection;
  private final Columns columns;

  Subject(Sending sending, ManagedChannel selection, String id, int units) {
    this.sending = sending;
    this.selection = selection;
    this.columns = new Columns("populations/" + id, ENVIRONMENT + "/trials/" + id, units);
  }

  Columns columns() {
    return columns;
  }

  /** Declares all of it, and waits until it is ready to count. */
  void declare() throws InterruptedException {
    String population =
        sending.send(
            Batch.newBuilder()
                .setScope(columns.population())
                .addEvents(
                    Event.newBuilder()
                        .setPopulationDeclared(
                            PopulationDeclared.newBuilder()
                                .setName(columns.population())
                                .setUnitKind("user")))
                .build());
    for (String metric : METRICS) {
      define(metric);
    }
    String trial =
        sending.send(
            Batch.newBuilder()
                .setScope(ENVIRONMENT)
                .addEvents(
                    Event.newBuilder()
                        .setValidTime(
                            Timestamp.newBuilder().setSeconds(Columns.BEGIN / 1000).build())
                        .setTrialDeclared(
                            TrialDeclared.newBuilder()
                                .setName(columns.trial())
                                .setPopulation(columns.population())
                                .setControl(Columns.CONTROL)
                                .addArms(Arm.newBuilder().setId(Columns.CONTROL).setWeight(1))
                                .addArms(Arm.newBuilder().setId(Columns.TREATMENT).setWeight(1))
                                .setPlannedUnits(columns.units())))
                .build());
    awaitBuilt(population + "," + trial);
  }

  private void define(String metric) {
    String yaml =
        metric
            + "population: %s\nwindow: 7d\ndirection: increase\n".formatted(columns.population());
    OutcomeMetricServiceGrpc.newBlockingStub(selection)
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .putDefinition(PutDefinitionRequest.newBuilder().setYaml(yaml).build());
  }

  private void awaitBuilt(String position) throws InterruptedException {
    long deadline = System.nanoTime() + BUILT_WITHIN.toNanos();
    Readout readout = await(position);
    while (readout.getBackfilling() || readout.getMetricsCount() < METRICS.size()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(columns.trial() + " is not built: " + readout);
      }
      TimeUnit.MILLISECONDS.sleep(50);
      readout = readout();
    }
  }

  /** Waits until everything up to a position counts. */
  Readout await(String position) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (true) {
      try {
        return ask(GetReadoutRequest.newBuilder().setPosition(position));
      } catch (StatusRuntimeException e) {
        if (e.getStatus().getCode() != Status.Code.UNAVAILABLE || System.nanoTime() > deadline) {
          throw e;
        }
      }
    }
  }

  /** The current readout of everything. */
  Readout readout() {
    return ask(GetReadoutRequest.newBuilder());
  }

  private Readout ask(GetReadoutRequest.Builder request) {
    return TrialServiceGrpc.newBlockingStub(selection)
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .getReadout(request.setName(columns.trial()).build());
  }

  /** How many units the readout's health counts. */
  static long units(Readout readout) {
    return readout.getHealth().getUnitsList().stream().mapToLong(arm -> arm.getUnits()).sum();
  }
}
