package io.throughline.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("run/lock");
  }

  @Test
  void namesItsHolderWhileItIsHeld() {
    assertThat(DirectoryLock.holder(file)).isEmpty();
    try (DirectoryLock lock = DirectoryLock.tryAcquire(file).orElseThrow()) {
      assertThat(lock).isNotNull();
      assertThat(DirectoryLock.holder(file)).contains(ProcessHandle.current());
      assertThat(DirectoryLock.tryAcquire(file)).isEmpty();
    }
    assertThat(DirectoryLock.holder(file)).isEmpty();
  }

  @Test
  void aProcessThatHasTheNumberOfADeadHolderIsNotTheHolder() throws IOException {
    Files.createDirectories(file.getParent());
    long pid = ProcessHandle.current().pid();

    Files.writeString(file, pid + " 1000");

    assertThat(DirectoryLock.holder(file)).isEmpty();
  }

  @Test
  void whoAsksForTheHolderNeverKeepsAnybodyFromTheLock() throws Exception {
    Process asking = AnotherJvm.askForHolder(file);
    try {
      assertThat(asking.getInputStream().read()).isNotEqualTo(-1);
      for (int i = 0; i < 2_000; i++) {
        Optional<DirectoryLock> lock = DirectoryLock.tryAcquire(file);
        assertThat(lock).as("attempt %d", i).isPresent();
        lock.get().close();
      }
      assertThat(asking.isAlive()).as("the other process asked all the time").isTrue();
    } finally {
      asking.destroyForcibly().waitFor();
    }
  }
}
