package io.throughline.housevaluation.mesh;

import io.throughline.client.Connection;
import io.throughline.client.Run;
import io.throughline.event.v1.ArtifactStored;
import io.throughline.event.v1.Event;
import io.throughline.housevaluation.sale.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The mesh's store of artifacts: the bytes go there, and the journal gets their digest.
 *
 * @param address where lineage-service is served over HTTP; empty: nothing is stored
 * @param tokenFile the file that holds the bearer token
 */
public record Artifacts(Optional<String> address, Path tokenFile) {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration ONE_TRY = Duration.ofSeconds(20);
  private static final long PAUSE_MILLIS = 500;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /** The store that the environment names. */
  public static Artifacts of(Map<String, String> environment) {
    return new Artifacts(
        Optional.ofNullable(environment.get("THROUGHLINE_LINEAGE_HTTP")),
        Path.of(environment.getOrDefault(Connection.TOKEN_FILE_VARIABLE, "")));
  }

  /**
   * Stores bytes, and tells it in the run.
   *
   * @param id the artifact's id within the run
   * @throws IllegalStateException where the mesh refuses them
   */
  public void store(Run run, String id, String mediaType, byte[] content) {
    if (address.isEmpty()) {
      return;
    }
    String digest = Sha256.of(content);
    upload(digest, content);
    run.emit(
        Event.newBuilder()
            .setArtifactStored(
                ArtifactStored.newBuilder()
                    .setName(run.name().replace("/runs/", "/artifacts/") + "." + id)
                    .setRun(run.name())
                    .setUri("throughline:artifacts/" + digest)
                    .setDigest(digest)
                    .setMediaType(mediaType)
                    .setSizeBytes(content.length)));
  }

  private void upload(String digest, byte[] content) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      String refused;
      try {
        HttpResponse<String> answer =
            CLIENT.send(request(digest, content), BodyHandlers.ofString());
        int status = answer.statusCode();
        if (status < 300) {
          return;
        }
        refused = answer.body();
        if (status != TOO_MANY && status < SERVER_ERROR) {
          throw new IllegalStateException("The mesh refuses an artifact: " + refused);
        }
      } catch (IOException e) {
        refused = e.toString(); // the service is away; sending again is harmless
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while an artifact is stored", e);
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("The mesh does not store an artifact: " + refused);
      }
      pause();
    }
  }

  private HttpRequest request(String digest, byte[] content) {
    try {
      return HttpRequest.newBuilder(URI.create(address.orElseThrow() + "/v1/artifacts/" + digest))
          .header("Authorization", "Bearer " + Files.readString(tokenFile).strip())
          .header("Content-Type", "application/octet-stream")
          .timeout(ONE_TRY)
          .PUT(BodyPublishers.ofByteArray(content))
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while an artifact is stored", e);
    }
  }
}
