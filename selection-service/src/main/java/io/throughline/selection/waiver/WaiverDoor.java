package io.throughline.selection.waiver;

import com.google.protobuf.util.Timestamps;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.throughline.error.v1.ErrorReason;
import io.throughline.event.v1.CheckResult;
import io.throughline.event.v1.CheckRole;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.Verdict;
import io.throughline.event.v1.Waiver;
import io.throughline.selection.evaluation.EvaluationStore;
import io.throughline.selection.evaluation.Outline;
import io.throughline.selection.evaluation.UuidV7;
import io.throughline.selection.policy.PolicyName;
import io.throughline.selection.v1.GrantWaiverRequest;
import io.throughline.selection.v1.ListWaiversRequest;
import io.throughline.selection.v1.ListWaiversResponse;
import io.throughline.selection.v1.RequestWaiverRequest;
import io.throughline.selection.v1.RevokeWaiverRequest;
import io.throughline.selection.v1.WaiverService;
import io.throughline.server.access.Caller;
import io.throughline.server.name.ResourceName;
import io.throughline.server.name.Scope;
import io.throughline.server.status.Failure;
import java.time.Duration;
import java.time.Instant;

/** The door of waivers. */
@GrpcService
public class WaiverDoor implements WaiverService {
  private static final int DEFAULT_PAGE = 100;
  private static final int LARGEST_PAGE = 1000;
  private static final Duration LONGEST = Duration.ofDays(90);

  private final EvaluationStore evaluations;
  private final Waivers waivers;

  WaiverDoor(EvaluationStore evaluations, Waivers waivers) {
    this.evaluations = evaluations;
    this.waivers = waivers;
  }

  @Override
  public Uni<Waiver> requestWaiver(RequestWaiverRequest request) {
    Caller caller = Caller.current();
    Instant now = Instant.now();
    Instant end = Instant.ofEpochMilli(Timestamps.toMillis(request.getExpireTime()));
    if (!end.isAfter(now) || end.isAfter(now.plus(LONGEST))) {
      throw Failure.invalidField(
          "expire_time", "must lie in the future, at most 90 days from now, but is " + end);
    }
    return evaluations
        .row(caller.oneTenant(), request.getEvaluation())
        .map(EvaluationStore::parse)
        .flatMap(
            evaluation -> {
              requireWaivable(evaluation, request.getCheck());
              return waivers.add(row(caller, evaluation, request, now, end));
            });
  }

  private static WaiverRow row(
      Caller caller,
      Evaluation evaluation,
      RequestWaiverRequest request,
      Instant now,
      Instant end) {
    WaiverRow row = new WaiverRow();
    row.key =
        new WaiverRow.Key(
            caller.oneTenant(),
            ResourceName.parse(evaluation.getName()).scope().id(),
            UuidV7.at(now).toString());
    row.policy = PolicyName.parse(evaluation.getPolicyVersion()).policy();
    row.checkId = request.getCheck();
    row.candidate = evaluation.getCandidate();
    row.evaluation = evaluation.getName();
    row.reason = request.getReason();
    row.author = caller.subject();
    row.expireTime = end;
    return row;
  }

  private static void requireWaivable(Evaluation evaluation, String id) {
    CheckResult check =
        evaluation.getChecksList().stream()
            .filter(result -> result.getCheck().equals(id))
            .findFirst()
            .orElseThrow(
                () -> unsuitable(evaluation, "the evaluation has no check '%s'".formatted(id)));
    if (check.getVerdict() == Verdict.VERDICT_ERROR) {
      throw unsuitable(
          evaluation,
          "check '%s' is an error (%s), which says nothing of the candidate: mend it instead"
              .formatted(id, check.getReasonCode()));
    }
    if (check.getRole() == CheckRole.CHECK_ROLE_QUALITY) {
      throw unsuitable(
          evaluation,
          "check '%s' is one of quality: without it no number can be trusted, so it cannot be"
                  .formatted(id)
              + " waived");
    }
    if (!Outline.blocking(evaluation).contains(id)) {
      throw unsuitable(evaluation, "check '%s' is not in the way of a promotion".formatted(id));
    }
  }

  private static Failure unsuitable(Evaluation evaluation, String message) {
    return Failure.of(ErrorReason.ERROR_REASON_WAIVER_UNSUITABLE, message)
        .resource("evaluation", evaluation.getName());
  }

  @Override
  public Uni<Waiver> grantWaiver(GrantWaiverRequest request) {
    Caller caller = Caller.current();
    return waivers.grant(caller.oneTenant(), request.getName(), caller.subject());
  }

  @Override
  public Uni<Waiver> revokeWaiver(RevokeWaiverRequest request) {
    Caller caller = Caller.current();
    return waivers.revoke(
        caller.oneTenant(), request.getName(), caller.subject(), request.getReason());
  }

  @Override
  public Uni<ListWaiversResponse> listWaivers(ListWaiversRequest request) {
    int size =
        Math.min(request.getPageSize() == 0 ? DEFAULT_PAGE : request.getPageSize(), LARGEST_PAGE);
    return waivers
        .list(
            Caller.current().oneTenant(),
            Scope.parse(request.getExperiment()).id(),
            request.getCandidate(),
            request.getPageToken(),
            size + 1)
        .map(
            found -> {
              ListWaiversResponse.Builder page = ListWaiversResponse.newBuilder();
              found.stream().limit(size).forEach(page::addWaivers);
              if (found.size() > size) {
                page.setNextPageToken(ResourceName.parse(found.get(size - 1).getName()).id());
              }
              return page.build();
            });
  }
}
