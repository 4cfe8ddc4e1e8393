package io.throughline.cli.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import io.throughline.cli.output.Show;
import io.throughline.cli.output.Table;
import io.throughline.lineage.v1.AlignSeriesResponse;
import io.throughline.lineage.v1.AlignedSeries;
import java.util.ArrayList;
import java.util.List;

/** Series along an axis as a table: a row for each place, a column or two for each series. */
final class AlignedTable {
  private final AlignSeriesResponse series;
  private final boolean byTime;
  private final boolean compared;

  /**
   * A table.
   *
   * @param compared whether the differences from the baseline are shown beside the values
   */
  AlignedTable(AlignSeriesResponse series, boolean byTime, boolean compared) {
    this.series = series;
    this.byTime = byTime;
    this.compared = compared;
  }

  String text() {
    List<String> heading = new ArrayList<>(List.of(byTime ? "TIME" : "STEP"));
    for (AlignedSeries one : series.getSeriesList()) {
      heading.add(SeriesCommand.title(one.getSummary().getSeries()));
      if (compared) {
        heading.add("± BASELINE");
      }
    }
    Table table = new Table(heading.toArray(String[]::new));
    for (int place = 0; place < series.getAxisCount(); place++) {
      table.add(row(place).toArray(String[]::new));
    }
    return table.text("");
  }

  private List<String> row(int place) {
    List<String> row = new ArrayList<>();
    long axis = series.getAxis(place);
    row.add(byTime ? Timestamps.toString(Timestamps.fromMillis(axis)) : Long.toString(axis));
    for (AlignedSeries one : series.getSeriesList()) {
      row.add(cell(one.getValidity(), place, one.getValues(place), ""));
      if (compared) {
        double difference = one.getDifferences(place);
        row.add(cell(one.getDifferenceValidity(), place, difference, difference > 0 ? "+" : ""));
      }
    }
    return row;
  }

  private static String cell(ByteString valid, int place, double value, String sign) {
    boolean here = (valid.byteAt(place / 8) & (1 << (place % 8))) != 0;
    return here ? sign + Show.number(value) : "";
  }
}
