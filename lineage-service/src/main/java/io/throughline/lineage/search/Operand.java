package io.throughline.lineage.search;

/** Something of a run that is compared or sorted by. */
sealed interface Operand {

  /** The type of its values. */
  Type type();

  /** What values can be. */
  enum Type {
    NUMBER("a number"),
    TEXT("a text in single quotes"),
    /** Parameters: compared as a number or as a text, after what they are compared with. */
    NUMBER_OR_TEXT("a number, or a text in single quotes"),
    TIME("a time: '2026-11-24T10:00:00Z', milliseconds since 1970, or now() - 7d"),
    STATE("a state in single quotes");

    private final String shown;

    Type(String shown) {
      this.shown = shown;
    }

    /** What to write. */
    String shown() {
      return shown;
    }
  }

  /** Which number of a series stands for it. */
  enum Statistic {
    LAST,
    FIRST,
    MIN,
    MAX
  }

  /** A metric by series over the whole data and of no fold; one of them is enough. */
  record Metric(String key, Statistic statistic) implements Operand {
    @Override
    public Type type() {
      return Type.NUMBER;
    }
  }

  /** What a metric was at a step; every point at that step counts. */
  record MetricAt(String key, long step) implements Operand {
    @Override
    public Type type() {
      return Type.NUMBER;
    }
  }

  /** A parameter of any kind. */
  record Parameter(String key) implements Operand {
    @Override
    public Type type() {
      return Type.NUMBER_OR_TEXT;
    }
  }

  /** A tag. */
  record Tag(String key) implements Operand {
    @Override
    public Type type() {
      return Type.TEXT;
    }
  }

  /** Something that every run has one of. */
  record Own(Attribute attribute) implements Operand {
    @Override
    public Type type() {
      return attribute.type();
    }
  }

  /** Something of the datasets that a run read. */
  record Dataset(DatasetField field) implements Operand {
    @Override
    public Type type() {
      return Type.TEXT;
    }
  }

  /** What datasets are found by. */
  enum DatasetField {
    /** The dataset's id. */
    NAME,
    /** Its digest. */
    DIGEST,
    /**
     * The role in which the run used it: {@code training}, {@code selection}, {@code judgement}.
     */
    CONTEXT
  }
}
