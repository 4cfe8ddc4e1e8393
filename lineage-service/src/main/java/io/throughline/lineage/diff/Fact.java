package io.throughline.lineage.diff;

import io.throughline.event.v1.ParameterKind;
import io.throughline.lineage.v1.DiffSection;
import java.util.Comparator;

/**
 * What a fact is about, by which those of several resources are put beside each other.
 *
 * @param section what kind of fact
 * @param kind of a parameter its kind; else UNSPECIFIED
 * @param key what it is called
 */
record Fact(DiffSection section, ParameterKind kind, String key) implements Comparable<Fact> {
  private static final Comparator<Fact> ORDER =
      Comparator.comparing(Fact::section).thenComparing(Fact::kind).thenComparing(Fact::key);

  static Fact of(DiffSection section, String key) {
    return new Fact(section, ParameterKind.PARAMETER_KIND_UNSPECIFIED, key);
  }

  @Override
  public int compareTo(Fact other) {
    return ORDER.compare(this, other);
  }
}
