package io.throughline.cli.mesh;

import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The services of a mesh, each reached when it is first asked for. */
public final class Mesh implements AutoCloseable {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final int MAX_MESSAGE_BYTES = 16 << 20;

  private final MeshOptions options;
  private final Optional<MeshFile> file;
  private final List<ManagedChannel> channels = new ArrayList<>();

  private Mesh(MeshOptions options, Optional<MeshFile> file) {
    this.options = options;
    this.file = file;
  }

  static Mesh of(MeshOptions options) {
    return new Mesh(
        options,
        options.place.server == null
            ? Optional.of(MeshFile.in(options.place.data))
            : Optional.empty());
  }

  /** A channel to ingest-service. */
  public ManagedChannel ingest() {
    return channel("ingest");
  }

  /** A channel to lineage-service. */
  public ManagedChannel lineage() {
    return channel("lineage");
  }

  /** A channel to selection-service. */
  public ManagedChannel selection() {
    return channel("selection");
  }

  /** Where a resource of selection-service is served over HTTP; empty where that is not known. */
  public Optional<String> selectionUrl(String resource) {
    return file.flatMap(known -> known.value("selection.http"))
        .map(root -> root.replaceAll("/+$", "") + "/v1/" + resource);
  }

  /**
   * A request to lineage-service over HTTP, with the bearer token.
   *
   * @param path from the root, with its slash
   * @throws MeshException where the address is not known, or the token would travel in the open
   */
  public HttpRequest.Builder lineageHttp(String path) {
    String root =
        Optional.ofNullable(options.place.lineageHttp)
            .or(() -> file.flatMap(known -> known.value("lineage.http")))
            .orElseThrow(
                () ->
                    new MeshException(
                        "bytes of artifacts go over HTTP: name lineage's address by"
                            + " --lineage-http URL, or leave them out (--without-artifacts)"));
    URI address = URI.create(root.replaceAll("/+$", "") + path);
    boolean open = !"https".equals(address.getScheme());
    if (open && !options.place.encryption.plaintext && !loopback(address.getAuthority())) {
      throw new MeshException(
          "'%s' is not encrypted: use https, or say --plaintext".formatted(root));
    }
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
    return request;
  }

  private ManagedChannel channel(String service) {
    String address =
        file.map(known -> known.address(service)).orElseGet(() -> options.address(service));
    NettyChannelBuilder builder =
        NettyChannelBuilder.forTarget(address)
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .intercept(bearer());
    boolean plaintext =
        options.place.encryption.plaintext || (!options.place.encryption.tls && loopback(address));
    ManagedChannel channel =
        (plaintext ? builder.usePlaintext() : builder.useTransportSecurity()).build();
    channels.add(channel);
    return channel;
  }

  private ClientInterceptor bearer() {
    Metadata headers = new Metadata();
    token().ifPresent(token -> headers.put(AUTHORIZATION, "Bearer " + token));
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  private Optional<String> token() {
    if (options.place.token.text != null) {
      return Optional.of(options.place.token.text);
    }
    if (options.place.token.file != null) {
      return Optional.of(read(options.place.token.file));
    }
    return Optional.ofNullable(System.getenv("THROUGHLINE_TOKEN"))
        .or(() -> file.flatMap(known -> known.value("token.file")).map(Path::of).map(Mesh::read));
  }

  private static String read(Path path) {
    try {
      return Files.readString(path).strip();
    } catch (IOException e) {
      throw new MeshException("the token file '%s' cannot be read".formatted(path));
    }
  }

  /** Whether an address is on this machine, so that nothing can listen on the way. */
  static boolean loopback(String address) {
    int colon = address.lastIndexOf(':');
    String host = colon < 0 ? address : address.substring(0, colon);
    boolean literal = host.equals("localhost") || host.matches("\\[[0-9a-fA-F:.]+]|[0-9.]+");
    try {
      return literal && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }
}
