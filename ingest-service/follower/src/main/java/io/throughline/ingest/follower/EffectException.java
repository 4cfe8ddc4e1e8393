package io.throughline.ingest.follower;

/** The effect has failed, as opposed to the transaction around it. */
final class EffectException extends RuntimeException {
  private static final long serialVersionUID = 1;

  EffectException(Throwable cause) {
    super(cause.getMessage(), cause, false, false);
  }
}
