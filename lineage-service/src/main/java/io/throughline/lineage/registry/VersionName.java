package io.throughline.lineage.registry;

/** Names of versions: {@code registeredModels/{registered_model}/versions/{number}}. */
public final class VersionName {
  private static final String COLLECTION = "/versions/";

  private VersionName() {}

  public static String of(String registeredModel, long number) {
    return registeredModel + COLLECTION + number;
  }

  public static boolean isIn(String registeredModel, String name) {
    return name.startsWith(registeredModel + COLLECTION);
  }

  /** The number of a version, from its name. */
  public static long number(String name) {
    return Long.parseLong(name.substring(name.lastIndexOf('/') + 1));
  }
}
