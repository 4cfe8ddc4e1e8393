package io.throughline.lineage.run;

import static io.throughline.lineage.store.Column.flag;
import static io.throughline.lineage.store.Column.smallint;
import static io.throughline.lineage.store.Column.text;
import static io.throughline.lineage.store.Column.time;

import io.throughline.lineage.store.Column;
import io.throughline.lineage.store.OnceTable;
import io.throughline.lineage.store.Table;
import java.util.List;

/** The ways in which rows come into the table {@code run}. */
final class RunTables {
  private static final List<Column> KEYS = List.of(text("tenant"), text("scope"), text("name"));

  static final Table STARTED =
      OnceTable.of(
              "run_2_started",
              "run",
              KEYS,
              List.of(text("parent"), text("step"), text("display_name")))
          .beside(time("start_time"), flag("start_stated"))
          .unwrittenWhileNull("start_recorded")
          .build();

  static final Table ENDED =
      OnceTable.of("run_3_ended", "run", KEYS, List.of(smallint("end_state"), text("message")))
          .beside(time("end_time"), flag("end_stated"))
          .unwrittenWhileNull("end_recorded")
          .build();

  private RunTables() {}
}
