package io.throughline.local.mesh;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.throughline.local.process.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The time between the start of the services and the moment when all are ready.
 *
 * @param messages takes a line for every service that becomes ready, and now and then for those
 *     that do not
 */
record Startup(Layout layout, Ports ports, Consumer<String> messages) {
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final Duration BETWEEN_MESSAGES = Duration.ofSeconds(10);
  private static final int MOST_DEATHS = 3;
  private static final int SHOWN_LINES = 15;

  /** Waits for all services, each with its supervisor. */
  void await(Map<Service, Supervisor> services) {
    Map<Service, Supervisor> waiting = new LinkedHashMap<>(services);
    long start = System.nanoTime();
    long lastMessage = start;
    while (true) {
      for (Service service : List.copyOf(waiting.keySet())) {
        if (Readiness.isReady(ports.httpUrl(service))) {
          waiting.remove(service);
          messages.accept(service.serviceName() + " is ready");
          lastMessage = System.nanoTime();
        }
      }
      if (waiting.isEmpty()) {
        return;
      }
      long now = System.nanoTime();
      waiting.forEach(
          (service, supervisor) -> check(service, supervisor, Duration.ofNanos(now - start)));
      if (now - lastMessage > BETWEEN_MESSAGES.toNanos()) {
        lastMessage = now;
        messages.accept("still waiting for " + names(waiting));
      }
      pause();
    }
  }

  private void check(Service service, Supervisor supervisor, Duration waited) {
    String fault = null;
    if (supervisor.deaths() >= MOST_DEATHS) {
      fault = "ended %d times before it was ready".formatted(supervisor.deaths());
    } else if (waited.compareTo(LONGEST) > 0) {
      fault = "was not ready within %d minutes".formatted(LONGEST.toMinutes());
    }
    if (fault != null) {
      String name = service.serviceName();
      throw new MeshException(
          "%s %s. The end of its log:\n%s\nIts log is %s, what it printed is %s."
              .formatted(name, fault, lastLines(name), layout.log(name), layout.output(name)));
    }
  }

  private String lastLines(String name) {
    return Stream.of(layout.output(name), layout.log(name))
        .flatMap(Startup::lastLines)
        .collect(Collectors.joining("\n"));
  }

  private static Stream<String> lastLines(Path file) {
    try {
      String[] lines = new String(Files.readAllBytes(file), UTF_8).split("\n");
      return Arrays.stream(lines).skip(Math.max(0, lines.length - SHOWN_LINES));
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private static String names(Map<Service, Supervisor> services) {
    return services.keySet().stream().map(Service::serviceName).collect(Collectors.joining(", "));
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MeshException("interrupted while waiting for the services");
    }
  }
}
