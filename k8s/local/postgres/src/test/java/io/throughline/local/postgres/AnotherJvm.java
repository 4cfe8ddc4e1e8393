package io.throughline.local.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A JVM of its own that does one thing until it is killed. */
final class AnotherJvm {
  private AnotherJvm() {}

  /** Starts a server and then waits. */
  static Process startServer(Path home) throws IOException {
    return jvm("server", home)
        .redirectErrorStream(true)
        .redirectOutput(new File(home.toFile(), "another-jvm.log"))
        .start();
  }

  /** Asks without end who holds a lock, and prints a line when it has begun to. */
  static Process askForHolder(Path lock) throws IOException {
    return jvm("holder", lock).start();
  }

  private static ProcessBuilder jvm(String what, Path path) {
    return new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        AnotherJvm.class.getName(),
        what,
        path.toString());
  }

  public static void main(String[] args) throws Exception {
    Path path = Path.of(args[1]);
    if (args[0].equals("server")) {
      Postgres.start(
          new Postgres.Options(path, FreePort.find(), path.resolve("postgres.log"), true));
      new CountDownLatch(1).await();
    }
    DirectoryLock.holder(path);
    System.out.println("asking");
    while (true) {
      DirectoryLock.holder(path);
    }
  }
}
