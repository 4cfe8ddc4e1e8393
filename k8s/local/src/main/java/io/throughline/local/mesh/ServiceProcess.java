package io.throughline.local.mesh;

import io.throughline.local.process.Child;
import io.throughline.local.process.ProcessFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a service runs: a Java process sized for a laptop. */
final class ServiceProcess {
  private ServiceProcess() {}

  /** The child process of a service. */
  static Child child(
      Service service, Layout layout, Installation installation, Map<String, String> environment) {
    ProcessFile file = file(service, layout);
    List<String> command = new ArrayList<>(service.priority());
    command.addAll(
        List.of(
            installation.java(),
            file.marker(),
            "-Xmx" + service.heapMebibytes() + "m",
            "-XX:+UseSerialGC",
            "-Xss512k",
            "-XX:ReservedCodeCacheSize=64m",
            "-XX:MaxDirectMemorySize=64m",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=30",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-jar",
            installation.jar(service)));
    return new Child(
        service.serviceName(), command, environment, layout.output(service.serviceName()), file);
  }

  /** The file that names the process, by an argument that no other mesh has. */
  static ProcessFile file(Service service, Layout layout) {
    String name = service.serviceName();
    return new ProcessFile(
        layout.processFile(name), "-Dthroughline.part=" + layout.data().resolve(name));
  }
}
