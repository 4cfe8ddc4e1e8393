package io.throughline.selection.rank;

import io.throughline.selection.evidence.Column;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What was measured of one model.
 *
 * @param model the model
 * @param columns one a metric, in the order of {@link Question#metrics()}
 * @param cost what it costs; absent where that was not measured
 */
record Entry(String model, List<Column> columns, OptionalDouble cost) {
  Entry {
    columns = List.copyOf(columns);
  }
}
