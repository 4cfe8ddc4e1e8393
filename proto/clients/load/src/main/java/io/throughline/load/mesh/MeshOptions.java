package io.throughline.load.mesh;

import io.throughline.load.postgres.Stores;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.Option;

/** The options by which a load finds its mesh. */
public final class MeshOptions {
  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description = "ingest-service of a mesh elsewhere. Without it: the local mesh of --data.")
  private String server;

  @Option(
      names = "--lineage",
      paramLabel = "HOST:PORT",
      description = "lineage-service of that mesh. Without it, nothing is said of reading.")
  private String lineage;

  @Option(
      names = "--selection",
      paramLabel = "HOST:PORT",
      description = "selection-service of that mesh, for what is observed.")
  private String selection;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "A file with the bearer token; needed with --server.")
  private Path tokenFile;

  @Option(
      names = "--plaintext",
      description = "Do not encrypt to a mesh elsewhere. The token travels in the open.")
  private boolean plaintext;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the local mesh keeps its data. Default: .throughline in the repository.")
  private Path data = Path.of(System.getProperty("throughline.home", ""), ".throughline");

  @Option(
      names = "--postgres",
      paramLabel = "HOST:PORT",
      description =
          "The mesh's PostgreSQL, to measure what is stored, and the physical limit beside it in"
              + " the same run. Known by itself for a local mesh.")
  private String postgres;

  @Option(
      names = "--postgres-user",
      paramLabel = "NAME",
      description = "A user who may create databases. Default: ${DEFAULT-VALUE}.")
  private String postgresUser = "postgres";

  @Option(
      names = "--postgres-password-file",
      paramLabel = "FILE",
      description = "A file with that user's password.")
  private Path postgresPasswordFile;

  /** How the mesh is reached. */
  public MeshConnection connection() {
    if (server == null) {
      Properties local = local();
      return new MeshConnection(
          known(local, "ingest"),
          Optional.of(known(local, "lineage")),
          Path.of(known(local, "token.file")),
          true);
    }
    if (tokenFile == null) {
      throw new LoadException("--server needs --token-file, a file with a bearer token");
    }
    boolean here = server.matches("(localhost|127\\.[0-9.]+|\\[::1]):\\d+");
    return new MeshConnection(server, Optional.ofNullable(lineage), tokenFile, plaintext || here);
  }

  /** selection-service as {@code host:port}. */
  public String selection() {
    if (selection != null) {
      return selection;
    }
    if (server != null) {
      throw new LoadException("--server needs --selection, the address of selection-service");
    }
    return known(local(), "selection");
  }

  /** The mesh's databases; nothing where they are not known. */
  public Optional<Stores> stores() {
    if (postgres != null) {
      if (postgresPasswordFile == null) {
        throw new LoadException("--postgres needs --postgres-password-file");
      }
      return Optional.of(new Stores(postgres, postgresUser, read(postgresPasswordFile)));
    }
    if (server != null) {
      return Optional.empty();
    }
    Properties local = local();
    return Optional.of(
        new Stores(
            known(local, "postgres"),
            postgresUser,
            read(Path.of(known(local, "postgres.password.file")))));
  }

  private Properties local() {
    Path file = data.resolve("mesh.properties");
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
      return properties;
    } catch (NoSuchFileException e) {
      throw new LoadException(
          "no mesh runs in '%s'; start one (./throughline up), or name one (--server HOST:PORT)"
              .formatted(data));
    } catch (IOException e) {
      throw new LoadException("'%s' cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  private String known(Properties local, String key) {
    String value = local.getProperty(key);
    if (value == null) {
      throw new LoadException("the mesh in '%s' does not say its '%s'".formatted(data, key));
    }
    return value;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new LoadException("'%s' cannot be read: %s".formatted(file, e.getMessage()));
    }
  }
}
