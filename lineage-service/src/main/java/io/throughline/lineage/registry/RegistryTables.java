package io.throughline.lineage.registry;

import static io.throughline.lineage.store.Column.bigint;
import static io.throughline.lineage.store.Column.integer;
import static io.throughline.lineage.store.Column.text;
import static io.throughline.lineage.store.Column.time;

import io.throughline.lineage.store.PastTable;
import io.throughline.lineage.store.SetTable;
import io.throughline.lineage.store.Table;
import java.util.List;

/** The tables {@code model_version} and {@code alias}. */
public final class RegistryTables {
  public static final Table VERSION =
      SetTable.of(
          "model_version",
          List.of(text("tenant"), text("scope"), bigint("number")),
          List.of(
              text("model"),
              time("create_time"),
              text("request_id"),
              integer("source_partition"),
              bigint("recorded_from")));

  public static final Table ALIAS =
      new PastTable(
          "alias",
          List.of(text("tenant"), text("scope"), text("name")),
          List.of(bigint("version"), text("evaluation"), time("move_time"), text("request_id")));

  private RegistryTables() {}
}
