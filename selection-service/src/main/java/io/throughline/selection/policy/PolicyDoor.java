package io.throughline.selection.policy;

import com.google.protobuf.util.Timestamps;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.throughline.selection.evaluation.Replay;
import io.throughline.selection.fixture.PolicyTests;
import io.throughline.selection.policy.text.Fault;
import io.throughline.selection.policy.text.PolicyReader;
import io.throughline.selection.v1.GetPolicyVersionRequest;
import io.throughline.selection.v1.LintPolicyRequest;
import io.throughline.selection.v1.LintPolicyResponse;
import io.throughline.selection.v1.ListPoliciesRequest;
import io.throughline.selection.v1.ListPoliciesResponse;
import io.throughline.selection.v1.PolicyFault;
import io.throughline.selection.v1.PolicyService;
import io.throughline.selection.v1.PolicyVersion;
import io.throughline.selection.v1.PutPolicyRequest;
import io.throughline.selection.v1.ReplayPolicyRequest;
import io.throughline.selection.v1.ReplayPolicyResponse;
import io.throughline.selection.v1.TestPolicyRequest;
import io.throughline.selection.v1.TestPolicyResponse;
import io.throughline.server.access.Caller;

/** The door of policies. */
@GrpcService
public class PolicyDoor implements PolicyService {
  private static final int DEFAULT_PAGE = 100;
  private static final int LARGEST_PAGE = 1000;

  private final Policies policies;
  private final Replay replay;

  PolicyDoor(Policies policies, Replay replay) {
    this.policies = policies;
    this.replay = replay;
  }

  @Override
  public Uni<TestPolicyResponse> testPolicy(TestPolicyRequest request) {
    return Uni.createFrom()
        .item(() -> PolicyTests.run(request))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }

  @Override
  public Uni<ReplayPolicyResponse> replayPolicy(ReplayPolicyRequest request) {
    return replay.run(Caller.current().oneTenant(), request);
  }

  @Override
  public Uni<PolicyVersion> putPolicy(PutPolicyRequest request) {
    Caller caller = Caller.current();
    Policy policy = PolicyReader.valid(request.getYaml());
    return policies
        .put(caller.oneTenant(), policy.id(), request.getYaml(), caller.subject())
        .map(PolicyDoor::message);
  }

  @Override
  public Uni<LintPolicyResponse> lintPolicy(LintPolicyRequest request) {
    LintPolicyResponse.Builder response = LintPolicyResponse.newBuilder();
    for (Fault fault : PolicyReader.read(request.getYaml()).faults()) {
      response.addFaults(
          PolicyFault.newBuilder()
              .setField(fault.field())
              .setDescription(fault.description())
              .setLine(fault.line()));
    }
    return Uni.createFrom().item(response.build());
  }

  @Override
  public Uni<PolicyVersion> getPolicyVersion(GetPolicyVersionRequest request) {
    PolicyName name = PolicyName.parse(request.getName());
    return policies
        .get(Caller.current().oneTenant(), name.policy(), name.version())
        .map(PolicyDoor::message);
  }

  @Override
  public Uni<ListPoliciesResponse> listPolicies(ListPoliciesRequest request) {
    int size =
        Math.min(request.getPageSize() == 0 ? DEFAULT_PAGE : request.getPageSize(), LARGEST_PAGE);
    return policies
        .list(Caller.current().oneTenant(), request.getPageToken(), size + 1)
        .map(
            found -> {
              ListPoliciesResponse.Builder page = ListPoliciesResponse.newBuilder();
              found.stream().limit(size).map(PolicyDoor::message).forEach(page::addPolicies);
              if (found.size() > size) {
                page.setNextPageToken(found.get(size - 1).id());
              }
              return page.build();
            });
  }

  private static PolicyVersion message(StoredPolicy stored) {
    return PolicyVersion.newBuilder()
        .setName(stored.name())
        .setYaml(stored.yaml())
        .setDigest(stored.digest())
        .setCreateTime(Timestamps.fromMillis(stored.createTime().toEpochMilli()))
        .setAuthor(stored.author())
        .build();
  }
}
