package io.throughline.cli.gate;

import io.throughline.selection.v1.EvaluateCandidateRequest;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import picocli.CommandLine.Option;

/** The options that say what is asked: which candidate, by which policy, against whom. */
final class GateQuestion {
  @Option(
      names = "--policy",
      required = true,
      paramLabel = "FILE|NAME",
      description = "A policy's YAML, which is stored first, or the name of a stored policy.")
  String policy;

  @Option(
      names = "--candidate",
      required = true,
      paramLabel = "NAME",
      description =
          "A model (experiments/E/models/M) or a version (registeredModels/R/versions/V).")
  String candidate;

  @Option(
      names = "--baseline",
      paramLabel = "ALIAS",
      defaultValue = "",
      description =
          "The alias of the champion (registeredModels/R/aliases/A), if not the policy's.")
  String baseline;

  @Option(
      names = "--trial",
      paramLabel = "TRIAL",
      defaultValue = "",
      description = "The trial (environments/E/trials/T) that the policy's trial checks look at.")
  String trial;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "0",
      description = "The seed of everything random, if not the policy's.")
  long seed;

  @Option(
      names = "--position",
      paramLabel = "POSITION",
      defaultValue = "",
      description = "Wait until the graph holds everything up to this position.")
  String position;

  @Option(
      names = "--key",
      paramLabel = "TEXT",
      description = {
        "What this question belongs to, such as a commit. The same key, policy and candidate",
        "find the first evaluation again, so a re-run of a job does not evaluate twice."
      })
  String key;

  @Option(
      names = "--request-id",
      paramLabel = "UUID",
      description = "The same id gets the first answer again. Default: from --key, or a fresh one.")
  String requestId;

  @Option(
      names = "--dry-run",
      description = "Evaluate, and neither store the evaluation nor tell the journal.")
  boolean dryRun;

  /** The question, repeatable under its id. */
  EvaluateCandidateRequest request(String policyName) {
    return request(policyName, id(policyName));
  }

  /** The same question about what has come since. */
  EvaluateCandidateRequest again(String policyName) {
    return request(policyName, UUID.randomUUID().toString());
  }

  private EvaluateCandidateRequest request(String policyName, String id) {
    return EvaluateCandidateRequest.newBuilder()
        .setRequestId(id)
        .setPolicy(policyName)
        .setCandidate(candidate)
        .setBaseline(baseline)
        .setTrial(trial)
        .setPosition(position)
        .setSeed(seed)
        .setDryRun(dryRun)
        .build();
  }

  private String id(String policyName) {
    if (requestId != null) {
      return requestId;
    }
    if (key == null) {
      return UUID.randomUUID().toString();
    }
    String named =
        String.join("\n", key, policyName, candidate, baseline, trial, Long.toString(seed));
    return UUID.nameUUIDFromBytes(named.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
