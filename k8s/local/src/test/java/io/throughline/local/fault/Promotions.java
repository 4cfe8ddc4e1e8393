package io.throughline.local.fault;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.throughline.client.Connection;
import io.throughline.client.Emitter;
import io.throughline.client.Experiment;
import io.throughline.client.Run;
import io.throughline.event.v1.DatasetRole;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.Verdict;
import io.throughline.lineage.v1.Alias;
import io.throughline.lineage.v1.CreateModelVersionRequest;
import io.throughline.lineage.v1.ListAliasMovesRequest;
import io.throughline.lineage.v1.ListAliasMovesResponse;
import io.throughline.lineage.v1.MoveAliasRequest;
import io.throughline.lineage.v1.RegistryServiceGrpc;
import io.throughline.load.mesh.MeshConnection;
import io.throughline.local.fault.PromotionHistory.Kind;
import io.throughline.local.fault.PromotionHistory.Operation;
import io.throughline.selection.v1.EvaluateCandidateRequest;
import io.throughline.selection.v1.EvaluationServiceGrpc;
import io.throughline.selection.v1.PolicyServiceGrpc;
import io.throughline.selection.v1.PromoteCandidateRequest;
import io.throughline.selection.v1.PromotionServiceGrpc;
import io.throughline.selection.v1.PutPolicyRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Candidates that all pass and all want to become the champion at once. Each is evaluated and then
 * promoted, and asks again under the same request id until it has an answer.
 */
final class Promotions implements AutoCloseable {
  private static final String REGISTERED_MODEL = "registeredModels/contested";
  private static final String ALIAS = REGISTERED_MODEL + "/aliases/champion";
  private static final String STALE = "STALE_BASELINE";
  private static final int UNITS = 40;
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
  private static final String POLICY =
      """
      policy: contested
      baseline: %s
      checks:
        - {id: good-enough, metric: error, over: units, dataset_role: JUDGEMENT, at_most: 10}
      """
          .formatted(ALIAS);

  private final MeshConnection mesh;
  private final ManagedChannel selection;
  private final ManagedChannel lineage;
  private final List<Operation> operations = Collections.synchronizedList(new ArrayList<>());
  private final Map<PromoteCandidateRequest, String> answers = new ConcurrentHashMap<>();
  private final AtomicLong askedAgain = new AtomicLong();
  private final List<String> candidates;
  private final String first;
  private String position = "";
  private int begun;

  /**
   * @param mesh where everything is
   * @param selection where selection-service is reached
   * @param count how many candidates there are
   */
  Promotions(MeshConnection mesh, String selection, int count) {
    this.mesh = mesh;
    this.selection = mesh.open(selection);
    this.lineage = mesh.openLineage().orElseThrow();
    List<String> models = emit(count + 1);
    this.candidates = models.subList(1, models.size());
    this.first = crown(models.get(0));
    untilAnswered(
        () ->
            PolicyServiceGrpc.newBlockingStub(this.selection)
                .withDeadlineAfter(ANSWER.toSeconds(), TimeUnit.SECONDS)
                .putPolicy(PutPolicyRequest.newBuilder().setYaml(POLICY).build()));
  }

  /** Models of which each is good enough, the first champion before the others. */
  private List<String> emit(int count) {
    Connection connection = new Connection(mesh.ingest(), Optional.of(mesh.tokenFile()), ANSWER);
    List<String> units = IntStream.range(0, UNITS).mapToObj(unit -> "u" + unit).toList();
    List<Double> errors = IntStream.range(0, UNITS).mapToObj(unit -> 1 + unit % 7 / 10.0).toList();
    List<String> models = new ArrayList<>();
    try (Emitter emitter = Emitter.connect("contenders", connection, Clock.systemUTC())) {
      emitter.declareRegisteredModel("contested", "Whom many want to replace.");
      Experiment experiment = emitter.experiment("contested");
      String judged = experiment.dataset("judged", dataset -> dataset.setUnitCount(UNITS));
      for (int i = 0; i < count; i++) {
        try (Run run = experiment.run("contender-" + i, "train")) {
          run.reads(judged, DatasetRole.DATASET_ROLE_JUDGEMENT);
          String model = run.produces(produced -> produced.setAlgorithm("constant"));
          run.scores(model, judged, "error", units, errors);
          models.add(model);
        }
      }
      position = emitter.flush();
    }
    return models;
  }

  private String crown(String model) {
    RegistryServiceGrpc.RegistryServiceBlockingStub registry =
        RegistryServiceGrpc.newBlockingStub(lineage);
    CreateModelVersionRequest version =
        CreateModelVersionRequest.newBuilder()
            .setRequestId(UUID.randomUUID().toString())
            .setRegisteredModel(REGISTERED_MODEL)
            .setModel(model)
            .build();
    String name = untilAnswered(() -> registry.createModelVersion(version)).getName();
    MoveAliasRequest move =
        MoveAliasRequest.newBuilder()
            .setRequestId(UUID.randomUUID().toString())
            .setAlias(ALIAS)
            .setModelVersion(name)
            .build();
    untilAnswered(() -> registry.moveAlias(move));
    return name;
  }

  /** Lets the next candidates go at once; the caller breaks what it likes meanwhile. */
  Round begin(int count) {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    List<Future<Void>> contenders = new ArrayList<>();
    for (String candidate : candidates.subList(begun, begun + count)) {
      contenders.add(threads.submit(contender(candidate)));
    }
    begun += count;
    return () -> {
      try {
        for (Future<Void> contender : contenders) {
          contender.get(10, TimeUnit.MINUTES);
        }
      } finally {
        threads.shutdownNow();
      }
    };
  }

  /** Candidates that are under way. */
  interface Round {
    /** Waits until each of them has its answer. */
    void finish() throws Exception;
  }

  private Callable<Void> contender(String candidate) {
    return () -> {
      EvaluateCandidateRequest evaluate =
          EvaluateCandidateRequest.newBuilder()
              .setRequestId(UUID.randomUUID().toString())
              .setPolicy("policies/contested")
              .setCandidate(candidate)
              .setPosition(position)
              .build();
      long asked = System.nanoTime();
      Evaluation evaluation =
          untilAnswered(
              () ->
                  EvaluationServiceGrpc.newBlockingStub(selection)
                      .withDeadlineAfter(ANSWER.toSeconds(), TimeUnit.SECONDS)
                      .evaluateCandidate(evaluate));
      String pinned = evaluation.getChampionVersion();
      operations.add(new Operation(Kind.READ, pinned, "", asked, System.nanoTime()));
      if (evaluation.getVerdict() != Verdict.VERDICT_PASS) {
        throw new AssertionError("did not pass: " + evaluation);
      }
      PromoteCandidateRequest promote =
          PromoteCandidateRequest.newBuilder()
              .setRequestId(UUID.randomUUID().toString())
              .setEvaluation(evaluation.getName())
              .build();
      long promoting = System.nanoTime();
      String answer = promote(promote);
      long answered = System.nanoTime();
      answers.put(promote, answer);
      operations.add(
          answer.equals(STALE)
              ? new Operation(Kind.STALE, pinned, candidate, promoting, answered)
              : new Operation(Kind.GRANTED, pinned, answer, promoting, answered));
      return null;
    };
  }

  /** The version that became the champion, or that another one was faster. */
  private String promote(PromoteCandidateRequest request) {
    try {
      return untilAnswered(
              () ->
                  PromotionServiceGrpc.newBlockingStub(selection)
                      .withDeadlineAfter(ANSWER.toSeconds(), TimeUnit.SECONDS)
                      .promoteCandidate(request))
          .getModelVersion();
    } catch (StatusRuntimeException refused) {
      if (PoisonStream.reason(refused).equals(STALE)) {
        return STALE;
      }
      throw refused;
    }
  }

  /** Which promotions, asked again under their request ids, are answered otherwise than before. */
  List<String> answeredOtherwise() {
    List<String> otherwise = new ArrayList<>();
    answers.forEach(
        (request, answer) -> {
          String again = promote(request);
          if (!again.equals(answer)) {
            otherwise.add("%s first, %s then: %s".formatted(answer, again, request));
          }
        });
    return otherwise;
  }

  /** Everything that was asked and answered. */
  PromotionHistory history() {
    return new PromotionHistory(first, List.copyOf(operations));
  }

  /** Whom the alias pointed to, from first to last, as the registry tells it. */
  List<String> moves() {
    List<String> moves = new ArrayList<>();
    String page = "";
    do {
      ListAliasMovesRequest request =
          ListAliasMovesRequest.newBuilder()
              .setAlias(ALIAS)
              .setPageSize(1000)
              .setPageToken(page)
              .build();
      ListAliasMovesResponse response =
          untilAnswered(() -> RegistryServiceGrpc.newBlockingStub(lineage).listAliasMoves(request));
      response.getMovesList().stream().map(Alias::getModelVersion).forEach(moves::add);
      page = response.getNextPageToken();
    } while (!page.isEmpty());
    Collections.reverse(moves);
    return moves;
  }

  /** How often a question was repeated for want of an answer. */
  long askedAgain() {
    return askedAgain.get();
  }

  /** Asks until there is an answer; a part that is away is none. */
  private <T> T untilAnswered(Supplier<T> call) {
    while (true) {
      try {
        return call.get();
      } catch (StatusRuntimeException e) {
        if (e.getStatus().getCode() != Status.Code.UNAVAILABLE
            && e.getStatus().getCode() != Status.Code.DEADLINE_EXCEEDED) {
          throw e;
        }
        askedAgain.incrementAndGet();
        LockSupport.parkNanos(PAUSE);
      }
    }
  }

  @Override
  public void close() {
    selection.shutdownNow();
    lineage.shutdownNow();
  }
}
