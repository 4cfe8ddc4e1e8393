package io.throughline.lineage.series;

import com.google.protobuf.ByteString;
import io.throughline.lineage.v1.AlignSeriesRequest;
import io.throughline.lineage.v1.AlignSeriesResponse;
import io.throughline.lineage.v1.AlignedSeries;
import io.throughline.lineage.v1.SeriesAxis;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Lays several series along one axis, and compares them with a baseline. */
final class Alignment {
  private static final int USUAL_PLACES = 2_000;

  private final List<History> series;
  private final List<AxisColumn> columns;
  private final AxisColumn baseline;
  private final int most;

  /**
   * Series to be aligned.
   *
   * @param series those of the request, in its order
   * @param baseline what to compare with; null: nothing
   */
  Alignment(AlignSeriesRequest request, List<History> series, History baseline) {
    boolean byTime = request.getAxis() == SeriesAxis.SERIES_AXIS_TIME;
    this.series = series;
    this.columns = series.stream().map(one -> AxisColumn.of(one.points(), byTime)).toList();
    this.baseline = baseline == null ? null : AxisColumn.of(baseline.points(), byTime);
    this.most = request.getMaxPoints() == 0 ? USUAL_PLACES : request.getMaxPoints();
  }

  AlignSeriesResponse response() {
    long[] whole = axis(columns);
    boolean downsampled = whole.length > most;
    int share = most / columns.size();
    long[] axis =
        downsampled ? axis(columns.stream().map(one -> one.thinned(share)).toList()) : whole;
    AlignSeriesResponse.Builder response =
        AlignSeriesResponse.newBuilder().setDownsampled(axis.length < whole.length);
    for (long place : axis) {
      response.addAxis(place);
    }
    for (int i = 0; i < columns.size(); i++) {
      response.addSeries(align(series.get(i), columns.get(i), axis));
    }
    return response.build();
  }

  private static long[] axis(List<AxisColumn> columns) {
    return columns.stream()
        .flatMapToLong(column -> LongStream.of(column.places()))
        .sorted()
        .distinct()
        .toArray();
  }

  private AlignedSeries align(History one, AxisColumn column, long[] axis) {
    AlignedSeries.Builder aligned = AlignedSeries.newBuilder().setSummary(one.summary());
    byte[] valid = new byte[(axis.length + 7) / 8];
    byte[] compared = new byte[valid.length];
    for (int i = 0; i < axis.length; i++) {
      int place = Arrays.binarySearch(column.places(), axis[i]);
      boolean here = place >= 0;
      double value = here ? column.values()[place] : 0;
      aligned.addValues(value);
      mark(valid, i, here);
      if (baseline != null) {
        int other = baseline.floor(axis[i]);
        aligned.addDifferences(here && other >= 0 ? value - baseline.values()[other] : 0);
        mark(compared, i, here && other >= 0);
      }
    }
    aligned.setValidity(ByteString.copyFrom(valid));
    return baseline == null
        ? aligned.build()
        : aligned.setDifferenceValidity(ByteString.copyFrom(compared)).build();
  }

  private static void mark(byte[] bits, int place, boolean set) {
    if (set) {
      bits[place / 8] |= (byte) (1 << (place % 8));
    }
  }
}
