package io.throughline.load.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What one producer sent and what was acknowledged, by number. */
public final class ProducerHistory {
  private final ProducerKey key;
  private final List<String> faults = new ArrayList<>();
  private long[] digests = new long[64];
  private boolean[] sent = new boolean[64];
  private String[] positions = new String[64];
  private long last;

  ProducerHistory(ProducerKey key) {
    this.key = key;
  }

  void sent(long number, long digest) {
    int place = place(number);
    if (sent[place] && digests[place] != digest) {
      faults.add("%s sent two contents under number %d".formatted(key, number));
    }
    sent[place] = true;
    digests[place] = digest;
  }

  void acknowledged(long number, String position) {
    int place = place(number);
    if (positions[place] != null && !positions[place].equals(position)) {
      faults.add(
          "%s: batch %d was acknowledged at %s and at %s"
              .formatted(key, number, positions[place], position));
    }
    positions[place] = position;
  }

  private int place(long number) {
    int place = Math.toIntExact(number);
    if (place >= sent.length) {
      int length = Math.max(place + 1, 2 * sent.length);
      sent = Arrays.copyOf(sent, length);
      digests = Arrays.copyOf(digests, length);
      positions = Arrays.copyOf(positions, length);
    }
    last = Math.max(last, number);
    return place;
  }

  /** Who it is. */
  public ProducerKey key() {
    return key;
  }

  /** The highest number that was sent. */
  public long last() {
    return last;
  }

  /** Whether a batch was sent under this number. */
  public boolean wasSent(long number) {
    return number > 0 && number <= last && sent[(int) number];
  }

  /** The first eight bytes of the digest of what was sent under this number. */
  public long digest(long number) {
    return digests[(int) number];
  }

  /** Where the batch was acknowledged; null where it was not. */
  public String position(long number) {
    return number > 0 && number <= last ? positions[(int) number] : null;
  }

  /** What contradicts itself already in the history. */
  public List<String> faults() {
    return faults;
  }
}
