package io.throughline.cli.mesh;

/** A mesh cannot be found or asked; the message says why and what to do. */
public final class MeshException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one sentence, with the remedy
   */
  public MeshException(String message) {
    super(message);
  }
}
