package io.throughline.cli.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.throughline.cli.output.Show;
import io.throughline.cli.output.Table;
import io.throughline.event.v1.Parameter;
import io.throughline.event.v1.Quantity;
import io.throughline.event.v1.SeriesIdentity;
import io.throughline.event.v1.Tag;
import io.throughline.lineage.v1.Alias;
import io.throughline.lineage.v1.Conflict;
import io.throughline.lineage.v1.InheritedParameter;
import io.throughline.lineage.v1.SeriesSummary;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A resource laid out for people: its simple fields first, then a table for each of its lists. */
final class Sheet {
  private static final String INDENT = "  ";

  private Sheet() {}

  /** The lines, under the resource's name. */
  static String text(Message resource) {
    StringBuilder text = new StringBuilder();
    Table fields = new Table();
    StringBuilder lists = new StringBuilder();
    for (Map.Entry<FieldDescriptor, Object> entry : resource.getAllFields().entrySet()) {
      FieldDescriptor field = entry.getKey();
      if (field.getName().equals("name")) {
        text.append(entry.getValue()).append(System.lineSeparator());
      } else if (field.isRepeated() && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        lists.append(System.lineSeparator()).append(table((List<?>) entry.getValue()).text(INDENT));
      } else {
        fields.add(words(field.getName()), cell(field, entry.getValue()));
      }
    }
    return text.append(fields.text(INDENT)).append(lists).toString();
  }

  private static String cell(FieldDescriptor field, Object value) {
    if (field.isRepeated()) {
      return ((List<?>) value).stream().map(Sheet::simple).collect(Collectors.joining(", "));
    }
    return simple(value);
  }

  private static String simple(Object value) {
    if (value instanceof Timestamp time) {
      return Show.time(true, time);
    }
    if (value instanceof EnumValueDescriptor constant) {
      String prefix = constant.getType().getValue(0).getName().replaceFirst("UNSPECIFIED$", "");
      return words(constant.getName().replaceFirst("^" + prefix, ""));
    }
    if (value instanceof Double number) {
      return Show.number(number);
    }
    if (value instanceof ByteString bytes) {
      return "%,d bytes".formatted(bytes.size());
    }
    return value.toString();
  }

  private static Table table(List<?> rows) {
    Object first = rows.get(0);
    if (first instanceof Parameter) {
      Table table = new Table("PARAMETER", "KEY", "VALUE");
      rows.forEach(row -> parameter(table, (Parameter) row));
      return table;
    }
    if (first instanceof InheritedParameter) {
      Table table = new Table("PARAMETER", "KEY", "VALUE", "CHOSEN IN");
      rows.forEach(row -> parameter(table, (InheritedParameter) row));
      return table;
    }
    if (first instanceof SeriesSummary) {
      Table table = new Table("METRIC", "OF", "LAST", "AT STEP", "MIN", "MAX");
      rows.forEach(row -> metric(table, (SeriesSummary) row));
      return table;
    }
    if (first instanceof Tag) {
      Table table = new Table("TAG", "VALUE");
      rows.forEach(row -> table.add(((Tag) row).getKey(), ((Tag) row).getValue()));
      return table;
    }
    if (first instanceof Quantity) {
      Table table = new Table("QUANTITY", "VALUE", "UNIT");
      rows.forEach(row -> quantity(table, (Quantity) row));
      return table;
    }
    if (first instanceof Alias) {
      Table table = new Table("ALIAS", "VERSION", "SINCE");
      rows.forEach(row -> alias(table, (Alias) row));
      return table;
    }
    if (first instanceof Conflict) {
      Table table = new Table("SAID TWICE", "WHAT STANDS", "WHAT CAME LATER");
      rows.forEach(row -> conflict(table, (Conflict) row));
      return table;
    }
    throw new IllegalStateException("no table for " + first.getClass().getSimpleName());
  }

  private static void parameter(Table table, Parameter parameter) {
    table.add(kind(parameter), parameter.getKey(), Names.value(parameter));
  }

  private static void parameter(Table table, InheritedParameter inherited) {
    Parameter parameter = inherited.getParameter();
    table.add(kind(parameter), parameter.getKey(), Names.value(parameter), inherited.getRun());
  }

  private static void metric(Table table, SeriesSummary summary) {
    table.add(
        summary.getSeries().getMetric(),
        of(summary.getSeries()),
        Show.number(summary.getLast().getValue()),
        Long.toString(summary.getLast().getStep()),
        summary.hasMin() ? Show.number(summary.getMin()) : "",
        summary.hasMax() ? Show.number(summary.getMax()) : "");
  }

  private static String of(SeriesIdentity series) {
    String fold = series.getFold() == 0 ? "" : "fold " + series.getFold();
    return Stream.of(
            Names.id(series.getModel()), Names.id(series.getDataset()), series.getSegment(), fold)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static void quantity(Table table, Quantity quantity) {
    table.add(quantity.getKey(), Show.number(quantity.getValue()), quantity.getUnit());
  }

  private static void alias(Table table, Alias alias) {
    table.add(
        Names.id(alias.getName()),
        alias.getModelVersion(),
        Show.time(alias.hasMoveTime(), alias.getMoveTime()));
  }

  private static void conflict(Table table, Conflict conflict) {
    table.add(conflict.getSubject(), conflict.getKept(), conflict.getRefused());
  }

  private static String kind(Parameter parameter) {
    return Show.word(parameter.getKind(), "PARAMETER_KIND_");
  }

  private static String words(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
