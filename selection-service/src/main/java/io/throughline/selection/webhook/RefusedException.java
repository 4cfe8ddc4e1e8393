package io.throughline.selection.webhook;

/** Nothing may be sent to an address; the message says why, without naming the address. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
