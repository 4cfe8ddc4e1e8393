package io.throughline.cli.graph;

import io.throughline.lineage.v1.EdgeKind;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A kind of edge as people type it ({@code used_by}).
 *
 * @param kind the kind
 */
record EdgeWord(EdgeKind kind) {
  private static final String PREFIX = "EDGE_KIND_";

  private static final List<EdgeKind> KINDS =
      Stream.of(EdgeKind.values())
          .filter(kind -> kind != EdgeKind.UNRECOGNIZED)
          .filter(kind -> kind != EdgeKind.EDGE_KIND_UNSPECIFIED)
          .toList();

  private static String word(EdgeKind kind) {
    return kind.name().substring(PREFIX.length()).toLowerCase(Locale.ROOT);
  }

  /** Reads a word. */
  static final class Converter implements ITypeConverter<EdgeWord> {

    @Override
    public EdgeWord convert(String text) {
      return KINDS.stream()
          .filter(kind -> word(kind).equalsIgnoreCase(text))
          .findFirst()
          .map(EdgeWord::new)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'%s' is no kind of edge; there are %s"
                          .formatted(
                              text,
                              KINDS.stream()
                                  .map(EdgeWord::word)
                                  .collect(Collectors.joining(", ")))));
    }
  }
}
