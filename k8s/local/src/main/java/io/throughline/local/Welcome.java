package io.throughline.local;

import io.throughline.local.mesh.MeshAddresses;
import java.util.Map;

/** What a person reads when the mesh is ready. */
final class Welcome {
  private Welcome() {}

  static String of(MeshAddresses addresses) {
    Map<String, String> at = addresses.byKey();
    return """

        The mesh is ready.
                     gRPC              HTTP
          ingest     %-16s  %s
          lineage    %-16s  %s
          selection  %-16s  %s
          token      %s

        In another terminal: ./throughline runs, ./throughline lineage, ./throughline gate --help
        Ctrl-C stops the mesh and keeps its data.
        """
        .formatted(
            at.get("ingest"),
            at.get("ingest.http"),
            at.get("lineage"),
            at.get("lineage.http"),
            at.get("selection"),
            at.get("selection.http"),
            at.get("token.file"));
  }
}
