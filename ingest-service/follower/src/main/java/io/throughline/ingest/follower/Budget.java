package io.throughline.ingest.follower;

/**
 * How much may still be read ahead: the flow control of one stream. A message's size is known only
 * when it has come, so only a few are asked for at a time.
 */
final class Budget {
  private static final int MAX_REQUESTED = 16;
  private final int maxMessages;
  private final int maxBytes;
  private int requested;
  private int heldMessages;
  private long heldBytes;

  Budget(int maxMessages, int maxBytes) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
  }

  void received(int bytes) {
    requested--;
    heldMessages++;
    heldBytes += bytes;
  }

  void released(Step step) {
    heldMessages--;
    heldBytes -= step.bytes();
  }

  /** How many more messages to ask for now; they count as asked for. */
  int take() {
    if (heldBytes >= maxBytes) {
      return 0;
    }
    int more = Math.min(MAX_REQUESTED, maxMessages - heldMessages) - requested;
    if (more <= 0) {
      return 0;
    }
    requested += more;
    return more;
  }
}
