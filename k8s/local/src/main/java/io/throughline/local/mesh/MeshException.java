package io.throughline.local.mesh;

/** A mesh cannot run; the message tells a person why and what to do. */
public final class MeshException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what happened and what to do about it. */
  public MeshException(String message) {
    super(message);
  }
}
