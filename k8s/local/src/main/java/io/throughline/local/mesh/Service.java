package io.throughline.local.mesh;

import java.util.List;

/** The three services, in the order in which they start: each may ask those before it. */
enum Service {
  INGEST("ingest", 192),
  LINEAGE("lineage", 192),
  SELECTION("selection", 192);

  private final String database;
  private final int heapMebibytes;

  Service(String database, int heapMebibytes) {
    this.database = database;
    this.heapMebibytes = heapMebibytes;
  }

  /** Its folder, its process and its log are called so. */
  String serviceName() {
    return database + "-service";
  }

  /** The database that it owns. */
  String database() {
    return database;
  }

  /**
   * What leads its command line: while processors are short, those who emit do not wait for those
   * who read, so the journal comes before the services that follow it.
   */
  List<String> priority() {
    return this == INGEST ? List.of() : List.of("nice", "-n", "5");
  }

  /** The most that its Java heap may take. */
  int heapMebibytes() {
    return heapMebibytes;
  }
}
