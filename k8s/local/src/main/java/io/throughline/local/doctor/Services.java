package io.throughline.local.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether each service says that it can serve; if not, which of its checks says no. */
final class Services {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String HTTP = ".http";
  private static final Pattern DOWN =
      Pattern.compile(
          "\"name\"\\s*:\\s*\"([^\"]+)\"\\s*,\\s*\"status\"\\s*:\\s*\"DOWN\""
              + "(\\s*,\\s*\"data\"\\s*:\\s*\\{([^}]*)})?");

  private Services() {}

  /**
   * Asks the services.
   *
   * @param addresses the mesh's addresses by the keys of {@code mesh.properties}
   */
  static List<Finding> findings(Map<String, String> addresses) throws InterruptedException {
    HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<String, String> address : addresses.entrySet()) {
      if (address.getKey().endsWith(HTTP)) {
        String service = address.getKey().replace(HTTP, "-service");
        findings.add(finding(client, service, address.getValue()));
      }
    }
    return findings;
  }

  private static Finding finding(HttpClient client, String service, String url)
      throws InterruptedException {
    String remedy = "look into the log of %s in the data directory".formatted(service);
    try {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create(url + "/q/health/ready")).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200
          ? Finding.ok(service, "ready")
          : Finding.error(service, "not ready: " + reasons(response.body()), remedy);
    } catch (IOException e) {
      return Finding.error(service, "does not answer at " + url, remedy);
    }
  }

  /** The checks that are down, with what they say. */
  static String reasons(String health) {
    List<String> reasons = new ArrayList<>();
    Matcher down = DOWN.matcher(health);
    while (down.find()) {
      String data = down.group(3) == null ? "" : down.group(3).strip().replaceAll("\\s+", " ");
      reasons.add(data.isEmpty() ? down.group(1) : "%s (%s)".formatted(down.group(1), data));
    }
    return String.join("; ", reasons);
  }
}
