package io.throughline.selection.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Where messages may go: by https, to hosts that the operator has listed, at public addresses. The
 * name is resolved here and the connection goes to the very address that was looked at, so a name
 * that changes in between leads nowhere else.
 */
@ApplicationScoped
public class AddressGuard {
  private final Set<String> hosts;
  private final boolean plain;
  private final boolean inside;

  AddressGuard(
      @ConfigProperty(name = "throughline.webhooks.allowed-hosts") Optional<List<String>> hosts,
      @ConfigProperty(name = "throughline.webhooks.allow-http") boolean plain,
      @ConfigProperty(name = "throughline.webhooks.allow-private-addresses") boolean inside) {
    this.hosts =
        hosts.orElse(List.of()).stream()
            .map(host -> host.strip().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    this.plain = plain;
    this.inside = inside;
  }

  /**
   * Where a message goes.
   *
   * @param host the name, for the header and the certificate
   * @param address the address that was looked at
   * @param port the port
   * @param path path and query
   * @param tls whether it is encrypted
   */
  record Target(String host, InetAddress address, int port, String path, boolean tls) {}

  /** Why nothing may be sent to an address, as far as its text tells. */
  Optional<String> fault(String text) {
    URI uri = parse(text);
    if (uri == null || uri.getHost() == null) {
      return Optional.of("is no URL with a host, such as https://ci.example.org/hook");
    }
    boolean tls = "https".equalsIgnoreCase(uri.getScheme());
    if (!tls && !(plain && "http".equalsIgnoreCase(uri.getScheme()))) {
      return Optional.of("must begin with https://");
    }
    if (uri.getUserInfo() != null || uri.getFragment() != null) {
      return Optional.of("must carry neither a user nor a fragment");
    }
    if (!hosts.contains(uri.getHost().toLowerCase(Locale.ROOT))) {
      return Optional.of(
          "names a host that the operator does not allow (throughline.webhooks.allowed-hosts)");
    }
    return Optional.empty();
  }

  /**
   * Resolves. Blocks on the name service.
   *
   * @throws RefusedException where nothing may be sent there
   */
  Target resolve(String text) throws RefusedException {
    Optional<String> fault = fault(text);
    if (fault.isPresent()) {
      throw new RefusedException("the address " + fault.get());
    }
    URI uri = parse(text);
    boolean tls = "https".equalsIgnoreCase(uri.getScheme());
    InetAddress[] found;
    try {
      found = InetAddress.getAllByName(uri.getHost());
    } catch (UnknownHostException e) {
      throw new RefusedException("the host's name cannot be resolved");
    }
    for (InetAddress address : found) {
      if (!inside && Networks.isInside(address)) {
        throw new RefusedException("the host's name leads into a private network");
      }
    }
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return new Target(
        uri.getHost(),
        found[0],
        uri.getPort() < 0 ? (tls ? 443 : 80) : uri.getPort(),
        uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery(),
        tls);
  }

  private static URI parse(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
