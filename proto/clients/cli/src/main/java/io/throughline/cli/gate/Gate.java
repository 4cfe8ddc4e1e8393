package io.throughline.cli.gate;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.throughline.cli.gate.report.PolicyFile;
import io.throughline.cli.mesh.MeshException;
import io.throughline.cli.output.Explanation;
import io.throughline.event.v1.Evaluation;
import io.throughline.selection.v1.Clearance;
import io.throughline.selection.v1.EvaluateCandidateRequest;
import io.throughline.selection.v1.EvaluationServiceGrpc;
import io.throughline.selection.v1.GetClearanceRequest;
import io.throughline.selection.v1.PolicyServiceGrpc;
import io.throughline.selection.v1.PromoteCandidateRequest;
import io.throughline.selection.v1.Promotion;
import io.throughline.selection.v1.PromotionServiceGrpc;
import io.throughline.selection.v1.PutPolicyRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The calls of the gate, repeated until the time is over where the mesh is away or behind. */
final class Gate {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Channel channel;
  private final Duration time;
  private final long end;
  private final boolean wait;
  private PolicyFile policyFile = PolicyFile.NONE;

  /**
   * @param time how long all calls may take together
   * @param wait whether to repeat a call while the mesh is away or behind
   */
  Gate(Channel channel, Duration time, boolean wait) {
    this.channel = channel;
    this.time = time;
    this.wait = wait;
    this.end = System.nanoTime() + time.toNanos();
  }

  /** The name under which a policy is stored; a file is stored first. */
  String policy(String fileOrName) {
    if (isFile(fileOrName)) {
      String yaml = read(fileOrName);
      policyFile = new PolicyFile(fileOrName.replace('\\', '/'), yaml.lines().toList());
      PutPolicyRequest request = PutPolicyRequest.newBuilder().setYaml(yaml).build();
      return repeated(
          () ->
              PolicyServiceGrpc.newBlockingStub(channel)
                  .withDeadlineAfter(left(), TimeUnit.NANOSECONDS)
                  .putPolicy(request)
                  .getName());
    }
    if (ID.matcher(fileOrName).matches()) {
      return "policies/" + fileOrName;
    }
    if (fileOrName.startsWith("policies/")) {
      return fileOrName;
    }
    throw new MeshException(
        "'%s' is neither a file nor a policy's name; check the path".formatted(fileOrName));
  }

  Evaluation evaluate(EvaluateCandidateRequest request) {
    return repeated(
        () ->
            EvaluationServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(left(), TimeUnit.NANOSECONDS)
                .evaluateCandidate(request));
  }

  /** The file that the policy was read from, where it was one. */
  PolicyFile policyFile() {
    return policyFile;
  }

  /** Whether an evaluation may promote, and on what that rests. */
  Clearance clearance(Evaluation evaluation) {
    GetClearanceRequest request =
        GetClearanceRequest.newBuilder().setEvaluation(evaluation.getName()).build();
    return repeated(
        () ->
            PromotionServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(left(), TimeUnit.NANOSECONDS)
                .getClearance(request));
  }

  /** Waits this long; false, and at once, where the time would be over by then. */
  boolean pause(Duration pause) {
    if (left() <= pause.toNanos()) {
      return false;
    }
    LockSupport.parkNanos(pause.toNanos());
    return true;
  }

  Promotion promote(Evaluation evaluation) {
    PromoteCandidateRequest request =
        PromoteCandidateRequest.newBuilder()
            .setRequestId(UUID.randomUUID().toString())
            .setEvaluation(evaluation.getName())
            .build();
    return repeated(
        () ->
            PromotionServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(left(), TimeUnit.NANOSECONDS)
                .promoteCandidate(request));
  }

  private <T> T repeated(Supplier<T> call) {
    while (true) {
      try {
        return call.get();
      } catch (StatusRuntimeException e) {
        if (!wait || e.getStatus().getCode() != Status.Code.UNAVAILABLE) {
          throw e;
        }
        if (!pause(PAUSE)) {
          throw over(e);
        }
      }
    }
  }

  private StatusRuntimeException over(StatusRuntimeException last) {
    return Status.DEADLINE_EXCEEDED
        .withDescription(
            "no verdict within %d s; last: %s"
                .formatted(time.toSeconds(), Explanation.words(last.getStatus())))
        .asRuntimeException();
  }

  private long left() {
    return Math.max(end - System.nanoTime(), 0);
  }

  private static boolean isFile(String text) {
    try {
      return Files.isRegularFile(Path.of(text));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new MeshException("the policy '%s' cannot be read as UTF-8 text".formatted(file));
    }
  }
}
