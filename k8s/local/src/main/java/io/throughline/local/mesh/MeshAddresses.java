package io.throughline.local.mesh;

import static io.throughline.local.mesh.Service.INGEST;
import static io.throughline.local.mesh.Service.LINEAGE;
import static io.throughline.local.mesh.Service.SELECTION;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a mesh is reached, and the token to show there.
 *
 * @param ports the mesh's ports
 * @param tokenFile the token of the person who started it
 */
public record MeshAddresses(Ports ports, Path tokenFile) {

  /** The addresses by the keys of {@code mesh.properties}. */
  public Map<String, String> byKey() {
    Map<String, String> addresses = new LinkedHashMap<>();
    addresses.put("ingest", ports.grpcAddress(INGEST));
    addresses.put("lineage", ports.grpcAddress(LINEAGE));
    addresses.put("selection", ports.grpcAddress(SELECTION));
    addresses.put("ingest.http", ports.httpUrl(INGEST));
    addresses.put("lineage.http", ports.httpUrl(LINEAGE));
    addresses.put("selection.http", ports.httpUrl(SELECTION));
    addresses.put("token.file", tokenFile.toString());
    return addresses;
  }

  /** The environment variables by which a pipeline finds the mesh. */
  public Map<String, String> environment() {
    return Map.of(
        "THROUGHLINE_INGEST", ports.grpcAddress(INGEST),
        "THROUGHLINE_LINEAGE", ports.grpcAddress(LINEAGE),
        "THROUGHLINE_SELECTION", ports.grpcAddress(SELECTION),
        "THROUGHLINE_LINEAGE_HTTP", ports.httpUrl(LINEAGE),
        "THROUGHLINE_SELECTION_HTTP", ports.httpUrl(SELECTION),
        "THROUGHLINE_TOKEN_FILE", tokenFile.toString());
  }
}
