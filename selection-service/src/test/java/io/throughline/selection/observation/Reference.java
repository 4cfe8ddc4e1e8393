package io.throughline.selection.observation;

import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExposuresObserved;
import io.throughline.event.v1.OutcomesObserved;
import io.throughline.selection.outcome.Cohort;
import io.throughline.selection.outcome.Measure;
import io.throughline.selection.outcome.OutcomeMetric;
import io.throughline.selection.statistics.sample.LogBins;
import io.throughline.selection.trial.Phase;
import io.throughline.selection.trial.Phase.TrialArm;
import io.throughline.selection.trial.TrialPlan;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The cells of a trial, computed slowly from everything that was observed, unit by unit. */
final class Reference {
  private final TrialPlan plan;
  private final List<OutcomeMetric> metrics;
  private final List<Cohort> cohorts;
  private final ZoneId zone;
  private final Map<String, List<Met>> exposures = new TreeMap<>();
  private final Map<String, Map<String, Did>> outcomes = new HashMap<>();
  private final Map<String, BigInteger[]> sums = new TreeMap<>();
  private final Map<String, TreeMap<Integer, Long>> bins = new TreeMap<>();

  private record Met(
      String trial, String arm, long time, Map<String, String> attributes, BigInteger covariate) {}

  private record Did(
      String kind,
      int revision,
      long time,
      BigInteger micros,
      String currency,
      boolean retracted) {}

  Reference(TrialPlan plan, List<OutcomeMetric> metrics, List<Cohort> cohorts, String zone) {
    this.plan = plan;
    this.metrics = metrics;
    this.cohorts = cohorts;
    this.zone = ZoneId.of(zone);
  }

  /** The cells as {@link World#cells} tells them, from events in the order in which they came. */
  Map<String, String> cells(List<Event> events, Set<String> erased) {
    for (Event event : events) {
      if (event.hasExposuresObserved()) {
        observe(event.getExposuresObserved());
      } else if (event.hasOutcomesObserved()) {
        observe(event.getOutcomesObserved());
      }
    }
    exposures.keySet().removeAll(erased);
    exposures.forEach(this::count);
    Map<String, String> cells = new TreeMap<>();
    sums.forEach((key, sum) -> cells.put(key, sum[0] + " " + List.of(sum).subList(1, 6)));
    bins.forEach((key, counts) -> cells.merge(key, " " + counts, String::concat));
    return cells;
  }

  private void observe(ExposuresObserved event) {
    long time = 0;
    for (int i = 0; i < event.getUnitsCount(); i++) {
      time += event.getTimeDeltas(i);
      Map<String, String> attributes = new HashMap<>();
      for (var column : event.getAttributesList()) {
        String value = column.getValues(column.getIndexes(i));
        if (!value.isEmpty()) {
          attributes.put(column.getKey(), value);
        }
      }
      exposures
          .computeIfAbsent(event.getUnits(i), any -> new ArrayList<>())
          .add(
              new Met(
                  event.getTrial(),
                  event.getArms(event.getArmIndexes(i)),
                  time,
                  attributes,
                  event.getCovariatesCount() == 0
                      ? BigInteger.ZERO
                      : micros(event.getCovariates(i))));
    }
  }

  private void observe(OutcomesObserved event) {
    long time = 0;
    for (int i = 0; i < event.getUnitsCount(); i++) {
      time += event.getTimeDeltas(i);
      Did did =
          new Did(
              event.getKind(),
              event.getRevisions(i),
              time,
              micros(event.getValues(i)),
              event.getCurrency(),
              event.getRetractions(i));
      outcomes
          .computeIfAbsent(event.getUnits(i), any -> new HashMap<>())
          .merge(
              event.getKind() + "/" + event.getIds(i),
              did,
              (before, now) -> now.revision() > before.revision() ? now : before);
    }
  }

  private static BigInteger micros(double value) {
    return new BigDecimal(Double.toString(value))
        .movePointRight(6)
        .setScale(0, RoundingMode.HALF_EVEN)
        .toBigInteger();
  }

  private void count(String unit, List<Met> met) {
    Met first = null;
    int firstPhase = 0;
    int firstArm = 0;
    Set<Integer> arms = new HashSet<>();
    boolean concerned = false;
    long earliest = Long.MAX_VALUE;
    for (Met each : met) {
      boolean named = each.trial().equals(plan.name());
      boolean deployed = each.trial().isEmpty() && plan.deployments().contains(each.arm());
      if (!named && !deployed) {
        continue;
      }
      concerned = true;
      earliest = Math.min(earliest, each.time());
      int phase = phase(each.time());
      int arm = phase < 0 ? -1 : arm(plan.phases().get(phase), each.arm());
      if (arm < 0) {
        continue;
      }
      arms.add(arm);
      boolean sooner =
          first == null
              || each.time() < first.time()
              || (each.time() == first.time() && arm < firstArm)
              || (each.time() == first.time()
                  && arm == firstArm
                  && each.arm().compareTo(first.arm()) < 0);
      if (sooner) {
        first = each;
        firstPhase = phase;
        firstArm = arm;
      }
    }
    if (!concerned) {
      return;
    }
    if (first == null) {
      add(0, 0, -4, 0, earliest, BigInteger.ZERO, BigInteger.ZERO);
      return;
    }
    Map<String, String> attributes = first.attributes();
    boolean excluded =
        plan.exclusions().stream()
            .anyMatch(each -> each.getValue().equals(attributes.get(each.getKey())));
    int status = excluded ? -3 : arms.size() > 1 ? -2 : -1;
    add(firstPhase, firstArm, status, 0, first.time(), BigInteger.ZERO, BigInteger.ZERO);
    if (status == -1) {
      for (int m = 0; m < metrics.size(); m++) {
        measure(unit, first, firstPhase, firstArm, m);
      }
    }
  }

  private void measure(String unit, Met first, int phase, int arm, int index) {
    OutcomeMetric metric = metrics.get(index);
    BigInteger total = BigInteger.ZERO;
    BigInteger denominator = BigInteger.ZERO;
    BigInteger before = BigInteger.ZERO;
    long count = 0;
    for (Did did : outcomes.getOrDefault(unit, Map.of()).values()) {
      if (did.retracted()) {
        continue;
      }
      boolean within =
          did.time() >= first.time() && did.time() - first.time() < metric.windowMillis();
      boolean earlier =
          did.time() < first.time() && first.time() - did.time() <= metric.prePeriodMillis();
      if (did.kind().equals(metric.numerator().kind())) {
        BigInteger worth = worth(metric, metric.numerator(), did);
        if (worth != null && within) {
          total = total.add(worth);
          count++;
        } else if (worth != null
            && earlier
            && metric.covariate() == OutcomeMetric.Covariate.PRE_PERIOD) {
          before = before.add(worth);
        }
      }
      if (within
          && metric.denominator().isPresent()
          && did.kind().equals(metric.denominator().get().kind())) {
        BigInteger worth = worth(metric, metric.denominator().get(), did);
        denominator = denominator.add(worth == null ? BigInteger.ZERO : worth);
      }
    }
    BigInteger capped = total;
    if (metric.cap().isPresent()) {
      capped =
          capped
              .max(BigInteger.valueOf(metric.cap().get().lower()))
              .min(BigInteger.valueOf(metric.cap().get().upper()));
    }
    BigInteger x =
        switch (metric.covariate()) {
          case EXPOSURE -> first.covariate();
          case PRE_PERIOD -> before;
          case NONE -> denominator;
        };
    for (int c = 0; c <= cohorts.size(); c++) {
      if (c > 0 && !cohorts.get(c - 1).contains(first.attributes())) {
        continue;
      }
      switch (metric.type()) {
        case PROPORTION ->
            add(phase, arm, index, c, first.time(), BigInteger.valueOf(count > 0 ? 1 : 0), x);
        case QUANTILE -> {
          if (count > 0) {
            add(phase, arm, index, c, first.time(), BigInteger.ZERO, BigInteger.ZERO);
            int bin = new LogBins(0.005).bin(capped.longValue() * metric.numerator().scale());
            bins.computeIfAbsent(key(phase, arm, index, c, first.time()), any -> new TreeMap<>())
                .merge(bin, 1L, Long::sum);
          }
        }
        default -> add(phase, arm, index, c, first.time(), capped, x);
      }
    }
  }

  private static BigInteger worth(OutcomeMetric metric, Measure measure, Did did) {
    if (!measure.amount()) {
      return BigInteger.ONE;
    }
    if (did.currency().equals(metric.currency().orElse(""))) {
      return did.micros();
    }
    BigDecimal rate = metric.rates().get(did.currency());
    return rate == null
        ? null
        : new BigDecimal(did.micros())
            .multiply(rate)
            .setScale(0, RoundingMode.HALF_EVEN)
            .toBigInteger();
  }

  private void add(
      int phase, int arm, int metric, int cohort, long time, BigInteger y, BigInteger x) {
    BigInteger[] unit = {BigInteger.ONE, y, x, y.multiply(y), x.multiply(x), x.multiply(y)};
    sums.merge(
        key(phase, arm, metric, cohort, time),
        unit,
        (one, other) -> {
          BigInteger[] both = new BigInteger[one.length];
          for (int i = 0; i < both.length; i++) {
            both[i] = one[i].add(other[i]);
          }
          return both;
        });
  }

  private String key(int phase, int arm, int metric, int cohort, long time) {
    long day = Instant.ofEpochMilli(time).atZone(zone).toLocalDate().toEpochDay();
    return "%d/%d/%d/%d/%d".formatted(phase, arm, metric, cohort, day);
  }

  private int phase(long time) {
    if (plan.end().isPresent() && plan.end().getAsLong() <= time) {
      return -1;
    }
    int at = -1;
    for (Phase phase : plan.phases()) {
      at += phase.start() <= time ? 1 : 0;
    }
    return at;
  }

  private int arm(Phase phase, String named) {
    for (TrialArm arm : phase.arms()) {
      if (arm.id().equals(named) || (named.contains("/") && arm.deployment().equals(named))) {
        return plan.arms().indexOf(arm.id());
      }
    }
    return -1;
  }
}
