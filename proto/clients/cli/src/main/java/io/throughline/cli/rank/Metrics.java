package io.throughline.cli.rank;

import io.throughline.selection.v1.RankConstraint;
import io.throughline.selection.v1.RankDirection;
import io.throughline.selection.v1.RankedMetric;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What counts and what must hold, as they stand on a command line. */
final class Metrics {
  private static final String NUMBER = "[-+0-9.eE]+";
  private static final Pattern METRIC =
      Pattern.compile(
          "([A-Za-z0-9 _./-]+):(decrease|increase)(?::(" + NUMBER + "))?(?::(" + NUMBER + "))?");
  private static final Pattern CONSTRAINT =
      Pattern.compile("([A-Za-z0-9 _./-]+?) *(<=|>=) *(" + NUMBER + ")");

  private Metrics() {}

  /** Reads {@code METRIC:decrease|increase[:TOLERANCE[:WEIGHT]]}. */
  static final class MetricConverter implements ITypeConverter<RankedMetric> {
    @Override
    public RankedMetric convert(String text) {
      Matcher matcher = matched(METRIC, text, "METRIC:decrease|increase[:TOLERANCE[:WEIGHT]]");
      RankedMetric.Builder metric =
          RankedMetric.newBuilder()
              .setMetric(matcher.group(1))
              .setDirection(
                  matcher.group(2).equals("increase")
                      ? RankDirection.RANK_DIRECTION_INCREASE
                      : RankDirection.RANK_DIRECTION_DECREASE);
      if (matcher.group(3) != null) {
        metric.setTolerance(number(matcher.group(3)));
      }
      if (matcher.group(4) != null) {
        metric.setWeight(number(matcher.group(4)));
      }
      return metric.build();
    }
  }

  /** Reads {@code METRIC<=NUMBER} and {@code METRIC>=NUMBER}. */
  static final class ConstraintConverter implements ITypeConverter<RankConstraint> {
    @Override
    public RankConstraint convert(String text) {
      Matcher matcher = matched(CONSTRAINT, text, "METRIC<=NUMBER or METRIC>=NUMBER");
      RankConstraint.Builder constraint = RankConstraint.newBuilder().setMetric(matcher.group(1));
      double bound = number(matcher.group(3));
      return matcher.group(2).equals("<=")
          ? constraint.setAtMost(bound).build()
          : constraint.setAtLeast(bound).build();
    }
  }

  private static Matcher matched(Pattern pattern, String text, String expected) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException("'%s' is not %s".formatted(text, expected));
    }
    return matcher;
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'%s' is no number".formatted(text));
    }
  }
}
