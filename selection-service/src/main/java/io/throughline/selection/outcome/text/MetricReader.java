package io.throughline.selection.outcome.text;

import io.throughline.selection.outcome.Measure;
import io.throughline.selection.outcome.OutcomeMetric;
import io.throughline.selection.outcome.OutcomeMetric.CapBounds;
import io.throughline.selection.outcome.OutcomeMetric.Covariate;
import io.throughline.selection.outcome.OutcomeMetric.SmallestEffect;
import io.throughline.selection.outcome.OutcomeMetric.Type;
import io.throughline.selection.policy.Direction;
import io.throughline.selection.policy.text.Fields;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the fields of an outcome metric. */
final class MetricReader {
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern DURATION = Pattern.compile("[1-9][0-9]{0,4}[mhd]");
  private static final Pattern UNIT = Pattern.compile(".{1,64}");
  private static final Map<Character, TimeUnit> TIME_UNITS =
      Map.of('m', TimeUnit.MINUTES, 'h', TimeUnit.HOURS, 'd', TimeUnit.DAYS);
  private static final Map<String, Type> TYPES = words(Type.values(), Type::word);
  private static final Map<String, Direction> DIRECTIONS =
      words(Direction.values(), Direction::word);
  private static final Map<String, Boolean> VALUES =
      new TreeMap<>(Map.of("amount", true, "count", false));
  private static final Map<String, Covariate> COVARIATES =
      new TreeMap<>(Map.of("exposure", Covariate.EXPOSURE, "pre_period", Covariate.PRE_PERIOD));
  private static final double MICROS = 1e6;
  private static final int MAX_RATES = 200;
  private static final String LENGTH = "a length of time such as 30m, 12h or 7d";

  private final Fields fields;

  MetricReader(Fields fields) {
    this.fields = fields;
  }

  private static <T> Map<String, T> words(T[] values, Function<T, String> word) {
    return Arrays.stream(values)
        .collect(Collectors.toMap(word, Function.identity(), (a, b) -> a, TreeMap::new));
  }

  Optional<OutcomeMetric> read() {
    fields.require("outcome_metric", "name the outcome metric, or give a 'cohort'");
    fields.require("type", "say mean, proportion, ratio or quantile");
    fields.require("outcome", "name the kind of outcome");
    fields.require("window", "say how long after the exposure outcomes count, such as 7d");
    fields.require("direction", "say which way it gets better: increase or decrease");
    Optional<String> id =
        fields.text("outcome_metric", DefinitionReader.ID, DefinitionReader.ID_RULE);
    Optional<String> population = DefinitionReader.population(fields);
    fields.text("description", DefinitionReader.ANYTHING, "a text of at most 4,096 characters");
    Optional<Type> type = fields.choice("type", TYPES);
    Optional<Measure> numerator = measure("outcome", "value", type.orElse(Type.MEAN));
    Optional<Measure> denominator = denominator(type.orElse(Type.MEAN));
    OptionalDouble quantile = quantile(type.orElse(Type.MEAN));
    Optional<Long> window = millis("window");
    Optional<Long> settle = millis("settle");
    Optional<Direction> direction = fields.choice("direction", DIRECTIONS);
    Optional<String> unit = fields.text("unit", UNIT, "at most 64 characters");
    Optional<String> currency = fields.text("currency", CURRENCY, "a currency such as USD");
    Map<String, BigDecimal> rates = rates(currency);
    Optional<CapBounds> cap = cap(numerator);
    Covariate covariate = covariate(type.orElse(Type.MEAN));
    long prePeriod = prePeriod(covariate);
    Optional<SmallestEffect> smallest = smallest();
    fields.refuseOthers();
    if (id.isEmpty()
        || population.isEmpty()
        || type.isEmpty()
        || numerator.isEmpty()
        || window.isEmpty()
        || direction.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new OutcomeMetric(
            id.get(),
            population.get(),
            type.get(),
            numerator.get(),
            denominator,
            quantile,
            window.get(),
            settle.orElse(0L),
            direction.get(),
            unit.or(() -> currency).orElse(""),
            currency,
            rates,
            cap,
            covariate,
            prePeriod,
            smallest));
  }

  private Optional<Measure> measure(String kindKey, String valueKey, Type type) {
    Optional<String> kind = fields.text(kindKey, DefinitionReader.ID, DefinitionReader.ID_RULE);
    Optional<Boolean> amount = fields.choice(valueKey, VALUES);
    if (type == Type.PROPORTION && amount.isPresent()) {
      fields.wrong(valueKey, "a proportion asks only whether there is an outcome; leave it out");
    }
    return kind.map(name -> new Measure(name, type != Type.PROPORTION && amount.orElse(true)));
  }

  private Optional<Measure> denominator(Type type) {
    if (type != Type.RATIO) {
      if (fields.has("denominator")) {
        fields.wrong("denominator", "only a ratio has one");
      }
      return Optional.empty();
    }
    fields.require("denominator", "name the kind of outcome that the ratio divides by");
    Optional<String> kind =
        fields.text("denominator", DefinitionReader.ID, DefinitionReader.ID_RULE);
    boolean amount = fields.choice("denominator_value", VALUES).orElse(false);
    return kind.map(name -> new Measure(name, amount));
  }

  private OptionalDouble quantile(Type type) {
    if (type != Type.QUANTILE) {
      if (fields.has("quantile")) {
        fields.wrong("quantile", "only a quantile has one");
      }
      return OptionalDouble.empty();
    }
    fields.require("quantile", "say which, such as 0.9");
    Optional<Double> read = fields.number("quantile");
    if (read.isPresent() && !(read.get() > 0 && read.get() < 1)) {
      fields.wrong("quantile", "expected between 0 and 1");
      return OptionalDouble.empty();
    }
    return read.isPresent() ? OptionalDouble.of(read.get()) : OptionalDouble.empty();
  }

  private Optional<Long> millis(String key) {
    return fields
        .text(key, DURATION, LENGTH)
        .map(
            text ->
                TIME_UNITS
                    .get(text.charAt(text.length() - 1))
                    .toMillis(Long.parseLong(text.substring(0, text.length() - 1))));
  }

  private Map<String, BigDecimal> rates(Optional<String> currency) {
    Map<String, BigDecimal> rates = new HashMap<>();
    for (Fields entry : fields.mappings("rates", MAX_RATES)) {
      entry.require("currency", "name the other currency");
      entry.require("rate", "say what one unit of it is worth");
      Optional<String> other = entry.text("currency", CURRENCY, "a currency such as EUR");
      Optional<Double> rate = entry.number("rate");
      entry.refuseOthers();
      if (rate.isPresent() && !(rate.get() > 0)) {
        entry.wrong("rate", "expected above 0");
      } else if (other.isPresent() && rate.isPresent()) {
        rates.put(other.get(), BigDecimal.valueOf(rate.get()));
      }
    }
    fields.text("rates_date", DATE, "the day of the rates, such as 2026-11-01");
    if (!rates.isEmpty()) {
      fields.require("rates_date", "say the day on which the rates held; they stay frozen");
      if (currency.isEmpty()) {
        fields.wrong("rates", "say the 'currency' that they convert into");
      }
    }
    return rates;
  }

  private Optional<CapBounds> cap(Optional<Measure> numerator) {
    Optional<Double> lower = fields.number("cap_lower");
    Optional<Double> upper = fields.number("cap_upper");
    if (lower.isEmpty() && upper.isEmpty()) {
      return Optional.empty();
    }
    if (lower.isPresent() && upper.isPresent() && lower.get() > upper.get()) {
      fields.wrong("cap_upper", "lies below cap_lower");
      return Optional.empty();
    }
    double steps = numerator.map(measure -> 1 / measure.scale()).orElse(MICROS);
    return Optional.of(
        new CapBounds(
            lower.map(bound -> Math.round(bound * steps)).orElse(Long.MIN_VALUE),
            upper.map(bound -> Math.round(bound * steps)).orElse(Long.MAX_VALUE)));
  }

  private Covariate covariate(Type type) {
    Optional<Covariate> read = fields.choice("covariate", COVARIATES);
    if (read.isPresent() && type != Type.MEAN && type != Type.PROPORTION) {
      fields.wrong("covariate", "only a mean or a proportion is adjusted by a covariate");
    }
    return read.orElse(Covariate.NONE);
  }

  private long prePeriod(Covariate covariate) {
    Optional<Long> length = millis("pre_period");
    if (covariate == Covariate.PRE_PERIOD) {
      fields.require("pre_period", "say how long before the exposure, such as 28d");
    } else if (length.isPresent()) {
      fields.wrong("pre_period", "belongs to 'covariate: pre_period'");
    }
    return length.orElse(0L);
  }

  private Optional<SmallestEffect> smallest() {
    return fields
        .numberOrShare(
            "smallest_effect",
            size -> new SmallestEffect(size, false),
            share -> new SmallestEffect(share, true))
        .flatMap(
            effect ->
                effect.size() > 0
                    ? Optional.of(effect)
                    : fields.wrong("smallest_effect", "expected above 0"));
  }
}
