package io.throughline.ingest.journal;

/** The journal in the database is not the one that the configuration speaks of. */
public class InstallationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  InstallationException(String message) {
    super(message);
  }
}
