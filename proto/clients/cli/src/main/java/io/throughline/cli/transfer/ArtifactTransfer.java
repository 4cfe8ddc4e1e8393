package io.throughline.cli.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.throughline.cli.mesh.Mesh;
import io.throughline.cli.mesh.MeshException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Bytes of artifacts between a mesh's store and this machine, by digest, as streams. */
final class ArtifactTransfer {
  private static final int CREATED = 201;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int MAX_REFUSAL_BYTES = 1 << 16;
  private static final String NO_STORE = "STATE_UNSUITABLE";

  private final Mesh mesh;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  ArtifactTransfer(Mesh mesh) {
    this.mesh = mesh;
  }

  /** A part of an export that holds an artifact, which was opened already. */
  record Found(InputStream bytes) implements ExportFile.Part {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      try (bytes) {
        bytes.transferTo(out);
      }
    }
  }

  /** The bytes under a digest; empty where the mesh does not keep them. */
  Optional<Found> find(String digest) throws IOException {
    HttpResponse<InputStream> answer = send(mesh.lineageHttp(path(digest)).GET().build());
    if (answer.statusCode() == OK) {
      return Optional.of(new Found(answer.body()));
    }
    String refusal = refusal(answer);
    if (answer.statusCode() == NOT_FOUND || refusal.contains(NO_STORE)) {
      return Optional.empty();
    }
    throw new MeshException("the mesh does not give artifact %s: %s".formatted(digest, refusal));
  }

  /** Stores bytes under their digest; whether they are new there. */
  boolean store(String digest, Source bytes) throws IOException {
    HttpRequest request =
        mesh.lineageHttp(path(digest))
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofInputStream(bytes::opened))
            .build();
    HttpResponse<InputStream> answer = send(request);
    String body = refusal(answer);
    if (answer.statusCode() != OK && answer.statusCode() != CREATED) {
      throw new MeshException("the mesh does not take artifact %s: %s".formatted(digest, body));
    }
    return answer.statusCode() == CREATED;
  }

  /** Opens bytes. */
  interface Source {
    InputStream open() throws IOException;

    /** The same for whoever cannot say that it failed. */
    default InputStream opened() {
      try {
        return open();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MeshException("interrupted while an artifact was carried");
    }
  }

  private static String refusal(HttpResponse<InputStream> answer) throws IOException {
    try (InputStream body = answer.body()) {
      return new String(body.readNBytes(MAX_REFUSAL_BYTES), UTF_8);
    }
  }

  private static String path(String digest) {
    return "/v1/artifacts/sha256:" + digest;
  }
}
