package io.throughline.local;

import io.throughline.local.mesh.Installation;
import io.throughline.local.mesh.Mesh;
import io.throughline.local.mesh.MeshAddresses;
import java.util.concurrent.CountDownLatch;

/** A mesh for as long as its command runs: Ctrl-C and SIGTERM stop it in order. */
final class RunningMesh {
  private RunningMesh() {}

  /**
   * Starts the mesh and waits until it is ready; whatever ends this process also stops the mesh.
   */
  static MeshAddresses start(MeshOptions options, Progress progress) {
    Mesh mesh = new Mesh(options.layout(), options.ports(), Installation.current(), progress);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(mesh, progress), "mesh-stop"));
    mesh.start();
    mesh.awaitReady();
    return mesh.addresses();
  }

  private static void stop(Mesh mesh, Progress progress) {
    if (mesh.isRunning()) {
      progress.accept("stopping: services first, PostgreSQL last");
      mesh.close();
      progress.accept("stopped; the data is kept");
    }
  }

  /** Waits until the process is told to end. */
  static void stay() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
