package io.throughline.local.bench;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.throughline.load.postgres.Stores;
import io.throughline.local.postgres.Postgres;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** A mesh of its own for a measurement of the graph: its doors, and its database beside them. */
final class GraphMesh implements AutoCloseable {
  private static final int MOST_BYTES = 64 << 20;

  private final LoadedMesh mesh;
  private final Properties addresses = new Properties();
  private final ManagedChannel ingest;
  private final ManagedChannel lineage;
  private final Connection database;
  private final String schema;

  private GraphMesh(LoadedMesh mesh) throws IOException, SQLException {
    this.mesh = mesh;
    Path data = mesh.layout().data();
    try (Reader reader = Files.newBufferedReader(data.resolve("mesh.properties"))) {
      addresses.load(reader);
    }
    this.ingest = channel("ingest");
    this.lineage = channel("lineage");
    Stores stores =
        new Stores(
            addresses.getProperty("postgres"),
            "postgres",
            Files.readString(Postgres.passwordFile(data)).strip());
    this.database = stores.connect("lineage");
    this.schema = text("SELECT schema_name FROM public.generation WHERE serving");
  }

  /** Starts a mesh on a directory and waits until it is ready. */
  static GraphMesh start(Path data, int portBase, Consumer<String> progress)
      throws IOException, SQLException {
    return new GraphMesh(LoadedMesh.start(data, portBase, progress));
  }

  /** What fills a mesh. */
  interface Filling {
    void fill() throws IOException, SQLException;
  }

  /**
   * Fills the mesh, unless it was kept with the same in it.
   *
   * @param what what it is filled with
   * @throws BenchFailed where it holds something else, or less
   */
  void fillOnce(String what, Filling filling) throws IOException, SQLException {
    Path mark = mesh.layout().data().resolve("filled");
    String filled = what + " in " + schema;
    if (!Files.exists(mark)) {
      Files.writeString(mark, "a part of " + filled);
      filling.fill();
      Files.writeString(mark, filled);
    } else if (!Files.readString(mark).equals(filled)) {
      throw new BenchFailed(
          "%s holds %s, not %s; delete it, or name another folder"
              .formatted(mark.getParent(), Files.readString(mark), filled));
    }
  }

  ManagedChannel ingest() {
    return ingest;
  }

  ManagedChannel lineage() {
    return lineage;
  }

  /** Executes statements, in which the graph's schema is {@code graph}. */
  void execute(String sql) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(qualify(sql));
    }
  }

  /** Fills tables whose indexes, by these names, are only made when they are full. */
  void fillUnindexed(List<String> indexes, Filling filling) throws IOException, SQLException {
    List<String> definitions = new ArrayList<>();
    for (String index : indexes) {
      String name = schema + "." + index;
      definitions.add(text("SELECT pg_get_indexdef('%s'::regclass)".formatted(name)));
      execute("DROP INDEX " + name);
    }
    filling.fill();
    for (String definition : definitions) {
      execute(definition);
    }
  }

  /** A question straight to the database, of which all rows are read; answers how many they are. */
  Callable<Integer> bare(String sql) {
    return () -> {
      try (Statement statement = database.createStatement();
          ResultSet rows = statement.executeQuery(qualify(sql))) {
        int columns = rows.getMetaData().getColumnCount();
        int count = 0;
        while (rows.next()) {
          for (int i = 1; i <= columns; i++) {
            rows.getObject(i);
          }
          count++;
        }
        return count;
      }
    };
  }

  private String text(String sql) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private String qualify(String sql) {
    return sql.replace("graph.", schema + ".");
  }

  private ManagedChannel channel(String service) throws IOException {
    String token = Files.readString(Path.of(addresses.getProperty("token.file"))).strip();
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    return NettyChannelBuilder.forTarget(addresses.getProperty(service))
        .usePlaintext()
        .maxInboundMessageSize(MOST_BYTES)
        .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
        .build();
  }

  @Override
  public void close() throws SQLException {
    ingest.shutdownNow();
    lineage.shutdownNow();
    database.close();
    mesh.close();
  }
}
