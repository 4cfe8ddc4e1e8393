package io.throughline.server.status;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.stream.Stream;

/** Looks behind a throwable. */
final class Throwables {
  private Throwables() {}

  /** It, its causes, and what was suppressed for any of them; each once. */
  static Stream<Throwable> behind(Throwable thrown) {
    Set<Throwable> met = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Throwable> next = new ArrayDeque<>();
    Stream.Builder<Throwable> all = Stream.builder();
    next.add(thrown);
    while (!next.isEmpty()) {
      Throwable one = next.poll();
      if (met.add(one)) {
        all.add(one);
        if (one.getCause() != null) {
          next.add(one.getCause());
        }
        Collections.addAll(next, one.getSuppressed());
      }
    }
    return all.build();
  }
}
