package io.throughline.cli.gate;

import io.throughline.cli.gate.report.Format;
import io.throughline.cli.gate.report.Outcome;
import io.throughline.cli.mesh.MeshException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where a report goes.
 *
 * @param format its form
 * @param file the file, or {@code -} for standard output
 */
record ReportTarget(Format format, String file) {
  private static final String STANDARD_OUTPUT = "-";

  boolean standardOutput() {
    return file.equals(STANDARD_OUTPUT);
  }

  /**
   * Writes the report. Markdown is appended, since CI systems collect one summary of all steps in
   * one file; the others replace the file.
   */
  void write(Outcome outcome, PrintWriter out) {
    String text = format.text(outcome);
    if (standardOutput()) {
      out.print(text);
      return;
    }
    StandardOpenOption existing =
        format == Format.MARKDOWN
            ? StandardOpenOption.APPEND
            : StandardOpenOption.TRUNCATE_EXISTING;
    try {
      Path path = Path.of(file).toAbsolutePath();
      Files.createDirectories(path.getParent());
      Files.writeString(
          path,
          text,
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          existing);
    } catch (IOException e) {
      throw new MeshException("the report '%s' cannot be written: %s".formatted(file, e));
    }
  }

  /** Reads {@code FORMAT=FILE}. */
  static final class Converter implements ITypeConverter<ReportTarget> {
    @Override
    public ReportTarget convert(String text) {
      int equals = text.indexOf('=');
      if (equals < 0 || equals == text.length() - 1) {
        throw new TypeConversionException("'%s' is not FORMAT=FILE".formatted(text));
      }
      String word = text.substring(0, equals).toUpperCase(Locale.ROOT);
      return Arrays.stream(Format.values())
          .filter(format -> format.name().equals(word))
          .findFirst()
          .map(format -> new ReportTarget(format, text.substring(equals + 1)))
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'%s' is none of %s"
                          .formatted(
                              text.substring(0, equals),
                              Arrays.stream(Format.values())
                                  .map(format -> format.name().toLowerCase(Locale.ROOT))
                                  .collect(Collectors.joining(", ")))));
    }
  }
}
