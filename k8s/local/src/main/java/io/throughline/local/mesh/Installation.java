package io.throughline.local.mesh;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The built programs of a checkout.
 *
 * @param root the repository's root
 */
public record Installation(Path root) {
  private static final String HOME = "throughline.home";

  /** The checkout that the system property {@code throughline.home} names. */
  public static Installation current() {
    String home = System.getProperty(HOME);
    if (home == null) {
      throw new MeshException(
          "start the launcher by the script ./throughline, which says where it is");
    }
    return new Installation(Path.of(home).toAbsolutePath().normalize());
  }

  /** The Java that this process runs on. */
  public String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** A service's runnable jar. */
  String jar(Service service) {
    return built(root.resolve(service.serviceName()).resolve("target/quarkus-app/quarkus-run.jar"))
        .toString();
  }

  /** Refuses when a service was not built. */
  void checkBuilt() {
    List.of(Service.values()).forEach(this::jar);
  }

  /** The class path of the house-valuation example. */
  public String exampleClassPath() {
    return classPath("proto/clients/house-valuation");
  }

  /** The class path of the load driver. */
  public String loadClassPath() {
    return classPath("proto/clients/load");
  }

  private String classPath(String module) {
    Path target = root.resolve(module).resolve("target");
    try {
      String libraries = Files.readString(built(target.resolve("classpath"))).strip();
      return target.resolve("classes") + File.pathSeparator + libraries;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path built(Path file) {
    if (!Files.exists(file)) {
      throw new MeshException(
          file + " is missing. Build it: ./mvnw -DskipTests package (or start by ./throughline)");
    }
    return file;
  }
}
