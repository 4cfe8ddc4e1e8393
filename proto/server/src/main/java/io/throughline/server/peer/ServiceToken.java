package io.throughline.server.peer;

import io.throughline.error.v1.ErrorReason;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The service's own token, from a file that is read again when it changes (tokens of a cluster
 * rotate).
 */
@ApplicationScoped
public class ServiceToken {
  private record Read(FileTime modified, String token) {}

  private final Path file;
  private volatile Read read;

  /** The file is the one of {@code throughline.token.file}. */
  public ServiceToken(@ConfigProperty(name = "throughline.token.file") Path file) {
    this.file = file;
  }

  /**
   * Credentials for calls of the service's own, each with the token as it stands then; a call fails
   * with DEPENDENCY_UNAVAILABLE where the file cannot be read.
   *
   * @param tenant whose data the calls are about, or {@code *}
   */
  public PeerCredentials credentials(String tenant) {
    return PeerCredentials.of(this::token, tenant);
  }

  private String token() {
    try {
      FileTime modified = Files.getLastModifiedTime(file);
      Read known = read;
      if (known == null || !known.modified.equals(modified)) {
        known = new Read(modified, Files.readString(file).trim());
        read = known;
      }
      return known.token;
    } catch (IOException e) {
      throw Failure.of(
          ErrorReason.ERROR_REASON_DEPENDENCY_UNAVAILABLE,
          "the service's own token cannot be read; see throughline.token.file");
    }
  }
}
