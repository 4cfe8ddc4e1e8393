package io.throughline.load.mesh;

/** A load cannot go on; the message says why and what to do. */
public final class LoadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence, with the remedy
   */
  public LoadException(String message) {
    super(message);
  }
}
