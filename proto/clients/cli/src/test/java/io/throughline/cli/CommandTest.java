package io.throughline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.throughline.event.v1.Verdict;
import io.throughline.selection.v1.EvaluateCandidateRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandTest {
  private static final String CANDIDATE = "experiments/e/models/m";

  @TempDir Path folder;

  private FakeSelection selection;
  private String out = "";
  private String err = "";

  @BeforeEach
  void startTheService() throws IOException {
    selection = new FakeSelection();
  }

  @AfterEach
  void stopTheService() {
    selection.close();
  }

  @ParameterizedTest
  @CsvSource({
    "VERDICT_PASS,0",
    "VERDICT_FAIL,1",
    "VERDICT_INCONCLUSIVE,2",
    "VERDICT_ERROR,3",
  })
  void endsWithTheVerdict(Verdict verdict, int code) {
    selection.verdict = verdict;

    assertThat(gate("--policy", "p")).isEqualTo(code);
    assertThat(out).startsWith(verdict.name().substring(8)).contains(CANDIDATE);
  }

  @ParameterizedTest
  @CsvSource({"pass,0", "fail,1"})
  void countsInconclusiveAsTold(String as, int code) {
    selection.verdict = Verdict.VERDICT_INCONCLUSIVE;

    assertThat(gate("--policy", "p", "--on-inconclusive", as, "--promote")).isEqualTo(code);
    assertThat(selection.promoted).isEmpty();
    assertThat(out).contains("not promoted");
  }

  @Test
  void showsEachCheckAtAGlance() {
    selection.verdict = Verdict.VERDICT_FAIL;

    gate("--policy", "p");

    assertThat(out)
        .containsPattern("as-accurate +FAIL +-0\\.012346 +-0\\.02 … -0\\.005 \\(95%\\) +0 +341")
        .contains("as-accurate: SOME_REASON", "the numbers say so", "→ measure more");
  }

  @Test
  void storesAPolicyFileFirst() throws IOException {
    Path file = Files.writeString(folder.resolve("policy.yaml"), "policy: stored\n");

    gate("--policy", file.toString(), "--seed", "9", "--baseline", "registeredModels/r/aliases/a");

    EvaluateCandidateRequest asked = selection.asked.get(0);
    assertThat(asked.getPolicy()).isEqualTo("policies/stored/versions/7");
    assertThat(asked.getSeed()).isEqualTo(9);
    assertThat(asked.getBaseline()).isEqualTo("registeredModels/r/aliases/a");
    assertThat(asked.getRequestId()).hasSize(36);
  }

  @Test
  void promotesAfterAPass() {
    assertThat(gate("--policy", "p", "--promote")).isZero();

    assertThat(selection.promoted).containsExactly("experiments/e/evaluations/1");
    assertThat(out).contains("promoted: registeredModels/r/versions/2 is");
  }

  @Test
  void printsOneJsonObjectForPrograms() {
    gate("--policy", "p", "--promote", "--output", "json");

    JsonObject json = JsonParser.parseString(out).getAsJsonObject();
    assertThat(json.get("exitCode").getAsInt()).isZero();
    assertThat(json.getAsJsonObject("evaluation").get("verdict").getAsString())
        .isEqualTo("VERDICT_PASS");
    assertThat(json.has("promotion")).isTrue();
  }

  @Test
  void repeatsTheSameRequestWhileTheMeshIsAway() {
    selection.away = 2;

    assertThat(gate("--policy", "p")).isZero();
    assertThat(selection.asked.stream().distinct()).hasSize(1);
    assertThat(selection.asked).hasSize(3);
  }

  @Test
  void endsByTheTimeoutAndSaysWhatWasLast() {
    selection.away = Integer.MAX_VALUE;

    assertThat(gate("--policy", "p", "--timeout", "1")).isEqualTo(4);
    assertThat(err).contains("no verdict within 1 s", "not there yet").doesNotContain("\tat ");
  }

  @Test
  void endsAtOnceWhereItShallNotWait() {
    selection.away = Integer.MAX_VALUE;

    assertThat(gate("--policy", "p", "--no-wait")).isEqualTo(3);
    assertThat(selection.asked).hasSize(1);
  }

  @Test
  void asksAgainUntilTheEvidenceSuffices() {
    selection.verdict = Verdict.VERDICT_INCONCLUSIVE;
    selection.passesFrom = 3;

    assertThat(gate("--policy", "p", "--on-inconclusive", "wait", "--every", "0")).isZero();
    assertThat(selection.asked.stream().map(EvaluateCandidateRequest::getRequestId).distinct())
        .hasSize(3);
  }

  @Test
  void endsByTheTimeoutWhereItStaysInconclusive() {
    selection.verdict = Verdict.VERDICT_INCONCLUSIVE;

    int code = gate("--policy", "p", "--on-inconclusive", "wait", "--every", "9", "--timeout", "5");

    assertThat(code).isEqualTo(4);
    assertThat(out).startsWith("INCONCLUSIVE");
  }

  @Test
  void letsAWaivedCandidatePassLoudly() {
    selection.verdict = Verdict.VERDICT_FAIL;
    selection.waived = true;

    assertThat(gate("--policy", "p", "--promote")).isZero();
    assertThat(out).startsWith("FAIL (waived)").contains("WAIVED, though the verdict is");
    assertThat(selection.promoted).hasSize(1);
  }

  @Test
  void asksUnderTheSameIdForTheSameKey() {
    gate("--policy", "p", "--key", "commit-1");
    gate("--policy", "p", "--key", "commit-1");
    gate("--policy", "p", "--key", "commit-2");
    gate("--policy", "q", "--key", "commit-2");

    assertThat(selection.asked.stream().map(EvaluateCandidateRequest::getRequestId).distinct())
        .hasSize(3);
  }

  @Test
  void writesEveryReportThatIsAskedFor() throws IOException {
    selection.verdict = Verdict.VERDICT_FAIL;
    Path summary = Files.writeString(folder.resolve("summary.md"), "# Before\n");
    Path junit = folder.resolve("reports/gate.xml");

    gate(
        "--policy",
        "p",
        "--report",
        "junit=" + junit,
        "--report",
        "markdown=" + summary,
        "--report",
        "annotations=-");

    assertThat(junit).content().contains("<failure");
    assertThat(summary).content().startsWith("# Before").contains("## Gate: FAIL");
    assertThat(out).startsWith("FAIL").contains("::error title=as-accurate%3A FAIL::SOME_REASON");
    assertThat(gate("--policy", "p", "--report", "html=x")).isEqualTo(3);
    assertThat(err).contains("'html' is none of text, json, junit, sarif");
  }

  @Test
  void printsNothingElseBesideAReportOnStandardOutput() {
    gate("--policy", "p", "--report", "sarif=-");

    assertThat(JsonParser.parseString(out).getAsJsonObject().get("version").getAsString())
        .isEqualTo("2.1.0");
  }

  @Test
  void printsTheSchemaOfItsJson() {
    assertThat(run("gate", "--print-schema")).isZero();
    assertThat(JsonParser.parseString(out).getAsJsonObject().has("$schema")).isTrue();
  }

  @Test
  void findsTheLocalMeshByItsFile() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "secret\n");
    Files.writeString(
        folder.resolve("mesh.properties"),
        "selection=%s\nselection.http=http://127.0.0.1:7412\ntoken.file=%s\n"
            .formatted(selection.address(), token));

    int code = run("gate", "--policy", "p", "--candidate", CANDIDATE, "--data", folder.toString());

    assertThat(code).isZero();
    assertThat(out).contains("http://127.0.0.1:7412/v1/experiments/e/evaluations/1");
    assertThat(selection.authorizations).containsExactly("Bearer secret");
  }

  @Test
  void lintsWithFileAndLine() throws IOException {
    Path good = Files.writeString(folder.resolve("good.yaml"), "policy: good\n");
    Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "policy: wrong\n");

    assertThat(run("policy", "lint", good.toString(), "--server", selection.address())).isZero();
    assertThat(run("policy", "lint", wrong.toString(), "--server", selection.address()))
        .isEqualTo(1);
    assertThat(out).contains(wrong + ":3: checks: missing");
  }

  @Test
  void judgesTheTestsOfAPolicy() throws IOException {
    Path policy = Files.writeString(folder.resolve("policy.yaml"), "policy: p\n");
    Path good = Files.writeString(folder.resolve("good.yaml"), "cases: as expected\n");
    Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "cases: one differs\n");

    assertThat(policy("test", policy, good.toString())).isZero();
    assertThat(policy("test", policy, wrong.toString())).isEqualTo(1);
    assertThat(out).contains("DIFFERS  one: FAIL", "the verdict is FAIL");
  }

  @Test
  void showsWhatAPolicyWouldHaveSaidPageByPage() throws IOException {
    Path policy = Files.writeString(folder.resolve("policy.yaml"), "policy: p\n");

    assertThat(policy("replay", policy, "--since", "30d")).isZero();
    assertThat(out)
        .contains("experiments/e/models/m2", "stricter")
        .contains("2 evaluations, 2 with another verdict");
    assertThat(policy("replay", policy, "--since", "yesterday")).isEqualTo(3);
    assertThat(err).contains("neither like 90d");
  }

  private int policy(String command, Path policy, String... more) {
    String[] fixed = {"policy", command, policy.toString(), "--server", selection.address()};
    String[] all = java.util.Arrays.copyOf(fixed, fixed.length + more.length);
    System.arraycopy(more, 0, all, fixed.length, more.length);
    return run(all);
  }

  @Test
  void explainsEveryMistakeInALineOrTwo() {
    assertThat(run("runs", "e", "--data", folder.toString())).isEqualTo(3);
    assertThat(err).contains("./throughline up").doesNotContain("Exception", "\tat ");
    assertThat(run("runs", "e", "--server", selection.address())).isEqualTo(3);
    assertThat(err).contains("not that service of a mesh").doesNotContain("\tat ");
    assertThat(gate("--policy", "no/such/file.yaml")).isEqualTo(3);
    assertThat(err).contains("neither a file nor a policy's name");
    assertThat(run("gate", "--policy", "p")).isEqualTo(3);
    assertThat(err).contains("--candidate");
    assertThat(run("runs", "e", "--server", selection.address(), "--token-file", "/none"))
        .isEqualTo(3);
    assertThat(err).contains("token file '/none' cannot be read");
  }

  private int gate(String... more) {
    String[] fixed = {"gate", "--candidate", CANDIDATE, "--server", selection.address()};
    String[] all = java.util.Arrays.copyOf(fixed, fixed.length + more.length);
    System.arraycopy(more, 0, all, fixed.length, more.length);
    return run(all);
  }

  private int run(String... arguments) {
    StringWriter answer = new StringWriter();
    StringWriter failure = new StringWriter();
    int code = Throughline.run(new PrintWriter(answer), new PrintWriter(failure), arguments);
    out = answer.toString();
    err = failure.toString();
    return code;
  }
}
