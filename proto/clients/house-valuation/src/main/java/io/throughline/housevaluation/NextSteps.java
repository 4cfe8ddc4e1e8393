package io.throughline.housevaluation;

import io.throughline.housevaluation.step.Judged;
import java.util.Map;
import java.util.Optional;

/** What somebody who has seen the demo may try. */
final class NextSteps {

  private static final String POLICIES =
      "proto/clients/house-valuation/src/main/resources/policies";

  private final Map<String, String> environment;
  private final Report report;

  NextSteps(Map<String, String> environment, Report report) {
    this.environment = environment;
    this.report = report;
  }

  void print(Judged best, Optional<String> trial) {
    String candidate = best.trained().model();
    report.line("");
    report.line("What to try next:");
    report.line("  ./throughline runs house-valuation --order-by \"metrics.rmse_log_price ASC\"");
    report.line("  ./throughline lineage %s --up", candidate);
    report.line(
        "  ./throughline gate --policy %s/not-worse.yaml --candidate %s", POLICIES, candidate);
    trial.ifPresent(name -> report.line("  ./throughline trial show %s", name));
    report.line("  ./throughline demo -- --seed 2        other folds, other figures");
    report.line("  ./throughline demo -- --sweep large   more candidates, some minutes");
    url("THROUGHLINE_LINEAGE_HTTP", "/v1/" + candidate);
    url("THROUGHLINE_LINEAGE_HTTP", "/v1/" + best.figure() + "/content");
    url("THROUGHLINE_SELECTION_HTTP", "/v1/experiments/house-valuation/evaluations");
  }

  private void url(String variable, String path) {
    String address = environment.getOrDefault(variable, "");
    String token = environment.getOrDefault("THROUGHLINE_TOKEN_FILE", "");
    if (!address.isEmpty()) {
      String base = address.startsWith("http") ? address : "http://" + address;
      report.line("  curl -H \"Authorization: Bearer $(cat %s)\" %s%s", token, base, path);
    }
  }
}
