package io.throughline.server.name;

/**
 * The home of an event's subject, which decides the partition: an experiment, a registered model,
 * an environment or a population.
 *
 * @param kind what it is
 * @param id the client's id of it: letters, digits, {@code .}, {@code _}, {@code -}, at most 128
 */
public record Scope(Kind kind, String id) {

  /** The kinds of scopes. The catalogue is reserved, and not parsed. */
  public enum Kind {
    EXPERIMENT("experiments"),
    REGISTERED_MODEL("registeredModels"),
    ENVIRONMENT("environments"),
    POPULATION("populations");

    private final String collection;

    Kind(String collection) {
      this.collection = collection;
    }

    /** The first segment of the scope's name. */
    public String collection() {
      return collection;
    }
  }

  public Scope {
    Ids.check(id);
  }

  /**
   * Parses a scope's name, such as {@code experiments/house-valuation}.
   *
   * @throws IllegalArgumentException where the text is not one; the message is fit for users
   */
  public static Scope parse(String text) {
    int slash = text.indexOf('/');
    if (slash > 0) {
      String collection = text.substring(0, slash);
      for (Kind kind : Kind.values()) {
        if (kind.collection.equals(collection)) {
          return new Scope(kind, text.substring(slash + 1));
        }
      }
    }
    throw new IllegalArgumentException(
        "'%s' is no scope; expected experiments/…, registeredModels/…, environments/… or populations/…"
            .formatted(Ids.shorten(text)));
  }

  @Override
  public String toString() {
    return kind.collection + "/" + id;
  }
}
