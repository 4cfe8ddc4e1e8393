package io.throughline.housevaluation.sale;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** The packaged file of 2,930 sales in Ames, Iowa, 2006 to 2010 (its README names the source). */
public final class SaleFile {

  /** Where the file lies among the resources. */
  public static final String RESOURCE = "/house-sales/ames-house-sales.csv.gz";

  /** Known only after the sale, so no model may see them; the others are read by name. */
  private static final Set<String> LEFT_OUT =
      Set.of("Sale_Condition", "Sale_Type", "Sale_Price", "Year_Sold", "Mo_Sold");

  /** Codes, not square feet: a duplicate of BsmtFin_Type_1. */
  private static final String CODED = "BsmtFin_SF_1";

  private static final Set<String> ZERO_IS_MISSING = Set.of("Lot_Frontage");

  private SaleFile() {}

  /** Reads the packaged file. */
  public static Sales read() {
    try (InputStream packed = SaleFile.class.getResourceAsStream(RESOURCE)) {
      byte[] bytes = new GZIPInputStream(packed).readAllBytes();
      return new Sales(parse(new String(bytes, StandardCharsets.UTF_8)), Sha256.of(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("The packaged sales cannot be read", e);
    }
  }

  static List<Sale> parse(String text) {
    List<String> lines = text.lines().toList();
    List<String> columns = cells(lines.get(0));
    List<Sale> sales = new ArrayList<>();
    for (int row = 1; row < lines.size(); row++) {
      List<String> cells = cells(lines.get(row));
      if (cells.size() != columns.size()) {
        throw new IllegalArgumentException(
            "Row %d has %d cells, the header %d".formatted(row, cells.size(), columns.size()));
      }
      sales.add(sale(row, columns, cells));
    }
    return sales;
  }

  private static Sale sale(int row, List<String> columns, List<String> cells) {
    Map<String, Double> numbers = new HashMap<>();
    Map<String, String> categories = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i);
      String cell = cells.get(i).strip();
      if (LEFT_OUT.contains(column) || column.equals(CODED)) {
        continue;
      }
      if (!isNumber(cell)) {
        categories.put(column, cell);
      } else if (!(ZERO_IS_MISSING.contains(column) && Double.parseDouble(cell) == 0)) {
        numbers.put(column, Double.parseDouble(cell));
      }
    }
    int year = integer(columns, cells, "Year_Sold");
    numbers.put("Age", (double) year - integer(columns, cells, "Year_Built"));
    numbers.put("Since_Remodel", (double) year - integer(columns, cells, "Year_Remod_Add"));
    return new Sale(
        "sale-%04d".formatted(row),
        YearMonth.of(year, integer(columns, cells, "Mo_Sold")),
        integer(columns, cells, "Sale_Price"),
        numbers,
        categories);
  }

  private static int integer(List<String> columns, List<String> cells, String column) {
    return Integer.parseInt(cells.get(columns.indexOf(column)));
  }

  private static boolean isNumber(String cell) {
    return cell.matches("-?\\d+(\\.\\d+)?");
  }

  /** Cells of a line; text is quoted and holds neither quotes nor line breaks. */
  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
