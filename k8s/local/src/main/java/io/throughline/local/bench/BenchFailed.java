package io.throughline.local.bench;

/** A measurement could not be made; the message says which, and where to look. */
final class BenchFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BenchFailed(String message) {
    super(message);
  }
}
