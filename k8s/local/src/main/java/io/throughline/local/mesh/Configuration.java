package io.throughline.local.mesh;

import static io.throughline.local.mesh.Service.INGEST;
import static io.throughline.local.mesh.Service.LINEAGE;

import io.throughline.local.postgres.Database;
import io.throughline.local.token.MeshTokens;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What the launcher tells a service, as environment variables. */
final class Configuration {
  private static final String PARTITIONS = "8";
  private static final String LOG_FORMAT = "%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p [%c{2.}] (%t) %s%e%n";

  private Configuration() {}

  /** The variables of a service. */
  static Map<String, String> of(
      Service service, Layout layout, Ports ports, MeshTokens tokens, Database database) {
    Map<String, String> settings = new LinkedHashMap<>(database.settings());
    settings.put("quarkus.http.host", "127.0.0.1");
    settings.put("quarkus.http.port", Integer.toString(ports.http(service)));
    settings.put("quarkus.grpc.server.host", "127.0.0.1");
    settings.put("quarkus.grpc.server.port", Integer.toString(ports.grpc(service)));
    settings.put("mp.jwt.verify.issuer", MeshTokens.ISSUER);
    settings.put(
        "mp.jwt.verify.publickey.location", tokens.keys().publicKeyFile().toUri().toString());
    settings.put("throughline.ingest.address", ports.grpcAddress(INGEST));
    settings.put("throughline.lineage.address", ports.grpcAddress(LINEAGE));
    settings.put("throughline.token.file", tokens.file(service.serviceName()).toString());
    settings.put("throughline.partitions", PARTITIONS);
    settings.put("throughline.artifact.directory", layout.artifacts().toString());
    settings.put("quarkus.log.console.enabled", "false");
    settings.put("quarkus.log.file.enabled", "true");
    settings.put("quarkus.log.file.path", layout.log(service.serviceName()).toString());
    settings.put("quarkus.log.file.format", LOG_FORMAT);
    settings.put("quarkus.log.file.rotation.max-file-size", "10M");
    settings.put("quarkus.log.file.rotation.max-backup-index", "3");
    Map<String, String> variables = new LinkedHashMap<>();
    settings.forEach((key, value) -> variables.put(variable(key), value));
    return variables;
  }

  /** A key as MicroProfile Config finds it in the environment. */
  private static String variable(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
