package io.throughline.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @TempDir Path directory;
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private Supervisor supervisor;

  @AfterEach
  void stop() {
    if (supervisor != null) {
      supervisor.stop(PATIENCE);
    }
  }

  @Test
  void startsAKilledChildAgainAndSaysSo() {
    // Given
    supervise(sleeper());
    long first = pid();
    // When
    ProcessHandle.of(first).orElseThrow().destroyForcibly();
    // Then
    await().atMost(PATIENCE).until(() -> isRunning() && pid() != first);
    assertThat(messages).singleElement().asString().contains("sleeper ended with code 137");
    assertThat(supervisor.deaths()).isEqualTo(1);
  }

  @Test
  void endsTheChildForGood() {
    // Given
    Child child = sleeper();
    supervise(child);
    ProcessHandle process = child.processFile().running().orElseThrow();
    // When
    supervisor.stop(PATIENCE);
    // Then
    assertThat(process.onExit()).succeedsWithin(PATIENCE);
    assertThat(child.processFile().path()).doesNotExist();
    assertThat(messages).isEmpty();
  }

  @Test
  void keepsCtrlCFromTheChild() throws Exception {
    // Given
    supervise(sleeper());
    // When
    new ProcessBuilder("kill", "-INT", Long.toString(pid())).start().waitFor();
    new ProcessBuilder("kill", "-HUP", Long.toString(pid())).start().waitFor();
    // Then
    await().during(Duration.ofMillis(500)).atMost(PATIENCE).until(this::isRunning);
    assertThat(supervisor.deaths()).isZero();
  }

  @Test
  void killsAChildThatDoesNotEnd() {
    // Given
    Child stubborn = child("trap '' TERM; touch " + directory + "/deaf; sleep 600 & wait; wait");
    supervise(stubborn);
    await().atMost(PATIENCE).until(() -> Files.exists(directory.resolve("deaf")));
    ProcessHandle process = stubborn.processFile().running().orElseThrow();
    // When
    supervisor.stop(Duration.ofMillis(200));
    // Then
    assertThat(process.onExit()).succeedsWithin(PATIENCE);
    assertThat(messages).containsExactly("sleeper did not end in time and was killed");
  }

  @Test
  void endsAnOrphanButNoProgramThatOnlyHasItsNumber() throws Exception {
    // Given
    Child child = sleeper();
    Process orphan = child.start();
    // When, Then
    assertThat(child.processFile().endOrphan(PATIENCE)).isTrue();
    assertThat(orphan.onExit()).succeedsWithin(PATIENCE);

    // Given: a stranger with the number and the start time, and another command
    Process stranger = new ProcessBuilder("sleep", "600").start();
    try {
      child.processFile().write(stranger.toHandle());
      // When, Then
      assertThat(child.processFile().endOrphan(PATIENCE)).isFalse();
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  private void supervise(Child child) {
    supervisor = new Supervisor(child, messages::add);
    supervisor.start();
  }

  private Child sleeper() {
    return child("while :; do sleep 0.1; done");
  }

  private Child child(String script) {
    ProcessFile file = new ProcessFile(directory.resolve("sleeper.pid"), "marker-of-" + directory);
    return new Child(
        "sleeper",
        List.of("/bin/sh", "-c", script, file.marker()),
        Map.of(),
        directory.resolve("sleeper.out"),
        file);
  }

  private boolean isRunning() {
    return supervisor.child().processFile().running().isPresent();
  }

  private long pid() {
    return supervisor.child().processFile().running().orElseThrow().pid();
  }
}
