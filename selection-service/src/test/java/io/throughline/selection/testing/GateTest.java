package io.throughline.selection.testing;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.throughline.access.v1.Permission;
import io.throughline.event.v1.DatasetRole;
import io.throughline.event.v1.Evaluation;
import io.throughline.selection.v1.EvaluateCandidateRequest;
import io.throughline.selection.v1.EvaluationServiceGrpc;
import io.throughline.selection.v1.PolicyServiceGrpc;
import io.throughline.selection.v1.PolicyVersion;
import io.throughline.selection.v1.PromotionServiceGrpc;
import io.throughline.selection.v1.PutPolicyRequest;
import io.throughline.selection.v1.RankingServiceGrpc;
import io.throughline.selection.v1.WaiverServiceGrpc;
import io.throughline.selection.v1.WebhookServiceGrpc;
import io.throughline.server.access.Caller;
import io.throughline.server.testing.BearerToken;
import io.throughline.server.testing.TestTokens;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.BeforeEach;

/** A gate over a graph with a champion and a candidate that is better on untouched data. */
@QuarkusTest
@QuarkusTestResource(TestTokens.class)
@QuarkusTestResource(TestMesh.class)
public abstract class GateTest {
  protected static final String CANDIDATE = "experiments/e/models/new";
  protected static final String CHAMPION = "experiments/e/models/old";
  protected static final String REGISTERED = "registeredModels/houses";
  protected static final String BASELINE = REGISTERED + "/aliases/champion";
  protected static final String JUDGED = "experiments/e/datasets/2010";
  protected static final String TRAINED = "experiments/e/datasets/before-2010";
  protected static final String ERROR = "squared_error";
  protected static final int UNITS = 200;

  protected static final String STRICT =
      """
      policy: strict
      baseline: registeredModels/houses/aliases/champion
      checks:
        - id: better
          metric: squared_error
          over: units
          direction: decrease
          better_by_at_least: 0
      """;

  @GrpcClient("door")
  Channel channel;

  protected LineagePeer lineage;
  protected JournalPeer journal;

  @BeforeEach
  protected void layDownTheGraph() {
    journal = JournalPeer.running();
    lineage = LineagePeer.running();
    lineage.model(CANDIDATE, "sha256:" + "a".repeat(64));
    lineage.model(CHAMPION, "sha256:" + "b".repeat(64));
    lineage.champion(REGISTERED, "1", CHAMPION);
    lineage.roles(JUDGED, DatasetRole.DATASET_ROLE_JUDGEMENT);
    lineage.roles(TRAINED, DatasetRole.DATASET_ROLE_TRAINING, DatasetRole.DATASET_ROLE_SELECTION);
    lineage.units(JUDGED, UNITS);
    double[] old = noise(1, UNITS, 10);
    lineage.scores(CHAMPION, JUDGED, ERROR, old);
    lineage.scores(CANDIDATE, JUDGED, ERROR, plus(old, -1));
  }

  protected static double[] noise(long seed, int count, double mean) {
    Random random = new Random(seed);
    return DoubleStream.generate(() -> mean + random.nextGaussian()).limit(count).toArray();
  }

  /** Each value moved by the shift and a noise of its own. */
  protected static double[] plus(double[] values, double shift) {
    Random random = new Random(2);
    return Arrays.stream(values).map(value -> value + shift + random.nextGaussian()).toArray();
  }

  protected PolicyVersion put(String yaml) {
    return policies().putPolicy(PutPolicyRequest.newBuilder().setYaml(yaml).build());
  }

  protected Evaluation evaluate(String yaml) {
    return evaluate(request(put(yaml).getName()).build());
  }

  protected Evaluation evaluate(EvaluateCandidateRequest request) {
    return evaluations().evaluateCandidate(request);
  }

  protected StatusRuntimeException failing(EvaluateCandidateRequest.Builder request) {
    return catchThrowableOfType(
        StatusRuntimeException.class, () -> evaluations().evaluateCandidate(request.build()));
  }

  protected static EvaluateCandidateRequest.Builder request(String policy) {
    return EvaluateCandidateRequest.newBuilder().setPolicy(policy).setCandidate(CANDIDATE);
  }

  protected PolicyServiceGrpc.PolicyServiceBlockingStub policies() {
    return PolicyServiceGrpc.newBlockingStub(channel)
        .withCallCredentials(token())
        .withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  protected EvaluationServiceGrpc.EvaluationServiceBlockingStub evaluations() {
    return EvaluationServiceGrpc.newBlockingStub(channel)
        .withCallCredentials(token())
        .withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  protected PromotionServiceGrpc.PromotionServiceBlockingStub promotions() {
    return PromotionServiceGrpc.newBlockingStub(channel)
        .withCallCredentials(token())
        .withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  protected RankingServiceGrpc.RankingServiceBlockingStub rankings() {
    return RankingServiceGrpc.newBlockingStub(channel)
        .withCallCredentials(token())
        .withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  protected WaiverServiceGrpc.WaiverServiceBlockingStub waivers(String subject) {
    return WaiverServiceGrpc.newBlockingStub(channel)
        .withCallCredentials(token(subject))
        .withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  protected PromotionServiceGrpc.PromotionServiceBlockingStub promotions(String subject) {
    return PromotionServiceGrpc.newBlockingStub(channel)
        .withCallCredentials(token(subject))
        .withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  protected WebhookServiceGrpc.WebhookServiceBlockingStub webhooks() {
    return WebhookServiceGrpc.newBlockingStub(channel)
        .withCallCredentials(token("admin"))
        .withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  /** A token with every permission, of somebody. */
  protected static BearerToken token(String subject) {
    return new BearerToken(
        TestTokens.token(
            subject,
            Caller.DEFAULT_TENANT,
            Permission.PERMISSION_READ,
            Permission.PERMISSION_DECIDE,
            Permission.PERMISSION_ADMINISTER));
  }

  private static BearerToken token() {
    return new BearerToken(
        TestTokens.token(Permission.PERMISSION_READ, Permission.PERMISSION_DECIDE));
  }
}
