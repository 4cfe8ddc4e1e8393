package io.throughline.server.name;

/**
 * The name of a resource, such as {@code experiments/house-valuation/runs/2026-11-24-a}.
 *
 * @param scope where it lives
 * @param kind what it is
 * @param id the client's id of it within its collection; the scope's own id where the resource is
 *     its own scope
 */
public record ResourceName(Scope scope, ResourceKind kind, String id) {

  public ResourceName {
    Ids.check(id);
    if (kind.scopeKind() != scope.kind()) {
      throw new IllegalArgumentException(
          "%s cannot live in %s".formatted(kind, scope.kind().collection()));
    }
  }

  /** The name of a scope as a resource. */
  public static ResourceName of(Scope scope) {
    ResourceKind kind = ResourceKind.of(scope.kind(), "").orElseThrow();
    return new ResourceName(scope, kind, scope.id());
  }

  /**
   * Parses a resource's name.
   *
   * @throws IllegalArgumentException where the text is not one; the message is fit for users
   */
  public static ResourceName parse(String text) {
    String[] segments = text.split("/", -1);
    if (segments.length == 2) {
      return of(Scope.parse(text));
    }
    if (segments.length != 4) {
      throw new IllegalArgumentException(
          "'%s' is no name; expected two or four segments, such as experiments/{id}/runs/{id}"
              .formatted(Ids.shorten(text)));
    }
    Scope scope = Scope.parse(segments[0] + "/" + segments[1]);
    String collection = segments[2];
    ResourceKind kind =
        ResourceKind.of(scope.kind(), collection)
            .filter(found -> !collection.isEmpty())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "'%s' is no name; expected a collection of %s, which '%s' is not"
                            .formatted(
                                Ids.shorten(text),
                                scope.kind().collection(),
                                Ids.shorten(collection))));
    return new ResourceName(scope, kind, segments[3]);
  }

  /**
   * Parses a resource's name of one kind.
   *
   * @throws IllegalArgumentException where the text is not one, or of another kind
   */
  public static ResourceName parse(String text, ResourceKind kind) {
    ResourceName name = parse(text);
    if (name.kind != kind) {
      throw new IllegalArgumentException(
          "'%s' names a resource of kind %s; expected %s".formatted(text, name.kind, kind));
    }
    return name;
  }

  @Override
  public String toString() {
    return kind.collection().isEmpty()
        ? scope.toString()
        : scope + "/" + kind.collection() + "/" + id;
  }
}
