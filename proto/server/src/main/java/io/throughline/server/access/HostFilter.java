package io.throughline.server.access;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses HTTP requests whose {@code Host} is not one of ours (421), so that a page of a stranger
 * cannot reach a local mesh through a name of its own (DNS rebinding). Probes under {@code /q/}
 * come by address and pass.
 */
@ApplicationScoped
public class HostFilter {
  private static final int BEFORE_ALL = 1000;
  private static final int MISDIRECTED_REQUEST = 421;

  private final Set<String> allowed;

  /** The hosts allowed are those of {@code throughline.http.hosts}, without ports. */
  public HostFilter(
      @ConfigProperty(name = "throughline.http.hosts", defaultValue = "localhost,127.0.0.1,[::1]")
          Set<String> allowed) {
    this.allowed = allowed;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, BEFORE_ALL);
  }

  private void check(RoutingContext request) {
    String host = request.request().authority() == null ? "" : request.request().authority().host();
    if (allowed.contains(host) || request.request().path().startsWith("/q/")) {
      request.next();
    } else {
      request
          .response()
          .setStatusCode(MISDIRECTED_REQUEST)
          .end("This host is not served here; see throughline.http.hosts.\n");
    }
  }
}
