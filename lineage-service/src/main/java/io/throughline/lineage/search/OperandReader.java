package io.throughline.lineage.search;

import io.throughline.lineage.search.FilterParser.ArgumentContext;
import io.throughline.lineage.search.FilterParser.CallContext;
import io.throughline.lineage.search.FilterParser.NameContext;
import io.throughline.lineage.search.FilterParser.OperandContext;
import io.throughline.lineage.search.Operand.DatasetField;
import io.throughline.lineage.search.Operand.Metric;
import io.throughline.lineage.search.Operand.MetricAt;
import io.throughline.lineage.search.Operand.Statistic;
import io.throughline.server.status.Failure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;

/** Finds out what the names and functions of a filter or order stand for. */
final class OperandReader {
  private static final List<String> COLLECTIONS =
      List.of("metrics", "params", "tags", "attributes", "datasets");
  private static final List<String> STATISTICS =
      Arrays.stream(Statistic.values()).map(s -> s.name().toLowerCase(Locale.ROOT)).toList();

  private final String field;

  OperandReader(String field) {
    this.field = field;
  }

  /** What is compared or sorted by. */
  Operand operand(OperandContext operand) {
    return operand.call() == null ? name(operand.name()) : call(operand.call());
  }

  /**
   * A function that gives a number of a metric: {@code min(metrics.x)}, {@code at(metrics.x, 3)}.
   */
  private Operand call(CallContext call) {
    String function = call.WORD().getText().toLowerCase(Locale.ROOT);
    if (STATISTICS.contains(function)) {
      requireArguments(call, 1, "%s(metrics.KEY)".formatted(function));
      return new Metric(
          metricKey(call.argument(0)), Statistic.valueOf(function.toUpperCase(Locale.ROOT)));
    }
    if (function.equals("at")) {
      requireArguments(call, 2, "at(metrics.KEY, STEP)");
      return new MetricAt(metricKey(call.argument(0)), step(call.argument(1)));
    }
    throw fault(
        call.WORD().getSymbol(),
        "no function '%s' gives a value; there are min, max, first, last and at%s"
            .formatted(
                function,
                Hints.didYouMean(function, Stream.concat(STATISTICS.stream(), Stream.of("at")))));
  }

  private void requireArguments(CallContext call, int count, String form) {
    if (call.argument().size() != count) {
      throw fault(call.WORD().getSymbol(), "write " + form);
    }
  }

  private String metricKey(ArgumentContext argument) {
    if (argument.operand() != null
        && operand(argument.operand()) instanceof Metric metric
        && argument.operand().name() != null) {
      return metric.key();
    }
    throw fault(argument.getStart(), "a metric is expected here: metrics.KEY");
  }

  private long step(ArgumentContext argument) {
    try {
      return Long.parseLong(argument.getText());
    } catch (NumberFormatException e) {
      throw fault(argument.getStart(), "a step is a whole number");
    }
  }

  private Operand name(NameContext name) {
    Token word = name.WORD().getSymbol();
    String text = word.getText();
    int dot = text.indexOf('.');
    if (dot < 0) {
      if (name.getChildCount() > 1) {
        throw fault(
            name.getStop(), "'%s' is not expected here".formatted(name.getStop().getText()));
      }
      return new Operand.Own(attribute(word, text));
    }
    String head = text.substring(0, dot).toLowerCase(Locale.ROOT);
    String key = key(name, text.substring(dot + 1));
    if (key.isEmpty()) {
      throw fault(
          word, "a key is missing after '%s.'; put unusual keys in backticks".formatted(head));
    }
    return switch (head) {
      case "metrics", "metric" -> new Metric(key, Statistic.LAST);
      case "params", "param", "parameters", "parameter" -> new Operand.Parameter(key);
      case "tags", "tag" -> new Operand.Tag(key);
      case "attributes", "attribute", "attr", "run" -> new Operand.Own(attribute(word, key));
      case "datasets", "dataset" -> new Operand.Dataset(datasetField(word, key));
      default ->
          throw fault(
              word,
              "'%s' is unknown; name %s%s"
                  .formatted(text, Hints.OPERANDS, meant(head, text.substring(dot))));
    };
  }

  private static String meant(String head, String rest) {
    return Hints.didYouMean(head, COLLECTIONS.stream()).replace("?", rest + "?");
  }

  /** A key in quotes stands right behind the dot; inside, the quote itself is written twice. */
  private String key(NameContext name, String plain) {
    if (name.getChildCount() == 1) {
      return plain;
    }
    Token quoted = name.getStop();
    if (!plain.isEmpty()) {
      throw fault(
          quoted,
          "'%s' is not expected here; a key in quotes stands right behind the dot"
              .formatted(quoted.getText()));
    }
    return unquote(quoted.getText());
  }

  /** What stands between quotes. */
  static String unquote(String quoted) {
    String quote = quoted.substring(0, 1);
    return quoted.substring(1, quoted.length() - 1).replace(quote + quote, quote);
  }

  private Attribute attribute(Token word, String name) {
    return Attribute.of(name)
        .orElseThrow(
            () -> {
              String near = Hints.didYouMean(name, Attribute.names());
              return fault(
                  word,
                  "'%s' is unknown; name %s%s"
                      .formatted(
                          word.getText(),
                          Hints.OPERANDS,
                          near.isEmpty()
                              ? "; did you mean metrics.%1$s, params.%1$s or tags.%1$s?"
                                  .formatted(name)
                              : near));
            });
  }

  private DatasetField datasetField(Token word, String name) {
    return Arrays.stream(DatasetField.values())
        .filter(f -> f.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () -> fault(word, "of datasets there are datasets.name, .digest and .context"));
  }

  private Failure fault(Token token, String fault) {
    return FilterFault.at(field, FaultStrategy.column(token), fault);
  }
}
