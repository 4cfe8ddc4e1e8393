package io.throughline.cli.gate.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.throughline.event.v1.CheckResult;
import io.throughline.event.v1.Verdict;

/**
 * SARIF 2.1.0 (OASIS): one rule a check, one result for every check that did not pass, located at
 * the check in the policy's file where that is known. A waiver is a suppression.
 */
final class SarifReport {
  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

  private SarifReport() {}

  static String text(Outcome outcome) {
    JsonArray rules = new JsonArray();
    JsonArray results = new JsonArray();
    for (CheckResult check : outcome.evaluation().getChecksList()) {
      rules.add(rule(check));
      if (check.getVerdict() != Verdict.VERDICT_PASS) {
        results.add(result(outcome, check, rules.size() - 1));
      }
    }
    JsonObject driver = new JsonObject();
    driver.addProperty("name", "Throughline gate");
    driver.addProperty("version", outcome.evaluation().getCodeVersion());
    driver.add("rules", rules);
    JsonObject run = new JsonObject();
    run.add("tool", holding("driver", driver));
    run.add("results", results);
    JsonObject properties = new JsonObject();
    properties.addProperty("verdict", outcome.headline());
    properties.addProperty("evaluation", outcome.evaluation().getName());
    properties.addProperty("candidate", outcome.evaluation().getCandidate());
    run.add("properties", properties);
    JsonObject log = new JsonObject();
    log.addProperty("$schema", SCHEMA);
    log.addProperty("version", "2.1.0");
    log.add("runs", listOf(run));
    return JsonReport.GSON.toJson(log) + System.lineSeparator();
  }

  private static JsonObject rule(CheckResult check) {
    JsonObject rule = new JsonObject();
    rule.addProperty("id", check.getCheck());
    rule.add("shortDescription", words("%s: %s".formatted(check.getMetric(), check.getRule())));
    return rule;
  }

  private static JsonObject result(Outcome outcome, CheckResult check, int rule) {
    JsonObject result = new JsonObject();
    result.addProperty("ruleId", check.getCheck());
    result.addProperty("ruleIndex", rule);
    result.addProperty("level", level(check));
    result.add(
        "message",
        words(
            "%s: %s. %s"
                .formatted(
                    Outcome.word(check.getVerdict()),
                    Outcome.explanation(check),
                    Numbers.line(check))));
    if (!outcome.policy().path().isEmpty()) {
      result.add("locations", listOf(location(outcome.policy(), check)));
    }
    if (!check.getWaiver().isEmpty()) {
      JsonObject suppression = new JsonObject();
      suppression.addProperty("kind", "external");
      suppression.addProperty("justification", check.getWaiver());
      result.add("suppressions", listOf(suppression));
    }
    return result;
  }

  private static String level(CheckResult check) {
    if (Outcome.informs(check)) {
      return "note";
    }
    return check.getVerdict() == Verdict.VERDICT_INCONCLUSIVE ? "warning" : "error";
  }

  private static JsonObject location(PolicyFile policy, CheckResult check) {
    JsonObject artifact = new JsonObject();
    artifact.addProperty("uri", policy.path());
    JsonObject region = new JsonObject();
    region.addProperty("startLine", policy.lineOf(check.getCheck()));
    JsonObject physical = new JsonObject();
    physical.add("artifactLocation", artifact);
    physical.add("region", region);
    return holding("physicalLocation", physical);
  }

  private static JsonObject words(String text) {
    JsonObject message = new JsonObject();
    message.addProperty("text", text);
    return message;
  }

  private static JsonObject holding(String name, JsonObject value) {
    JsonObject object = new JsonObject();
    object.add(name, value);
    return object;
  }

  private static JsonArray listOf(JsonObject one) {
    JsonArray list = new JsonArray();
    list.add(one);
    return list;
  }
}
