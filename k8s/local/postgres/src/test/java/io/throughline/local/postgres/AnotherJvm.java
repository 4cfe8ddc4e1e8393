package io.throughline.local.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A JVM of its own that starts a server and then only waits to be killed. */
final class AnotherJvm {
  private AnotherJvm() {}

  static Process startServer(Path home) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            AnotherJvm.class.getName(),
            home.toString())
        .redirectErrorStream(true)
        .redirectOutput(new File(home.toFile(), "another-jvm.log"))
        .start();
  }

  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    Postgres.start(new Postgres.Options(home, FreePort.find(), home.resolve("postgres.log"), true));
    new CountDownLatch(1).await();
  }
}
