package io.throughline.local.mesh;

import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Ports for a mesh in a test, below those that the system gives to clients. */
public final class FreePorts {
  private FreePorts() {}

  public static Ports find() {
    return IntStream.range(0, 100)
        .map(attempt -> ThreadLocalRandom.current().nextInt(10_000, 32_000))
        .mapToObj(Ports::new)
        .filter(FreePorts::areFree)
        .findFirst()
        .orElseThrow();
  }

  private static boolean areFree(Ports ports) {
    try {
      ports.checkFree();
      return true;
    } catch (MeshException e) {
      return false;
    }
  }
}
