package io.throughline.housevaluation.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.YearMonth;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SplitTest {

  private static final List<Sale> SALES = SaleFile.read().all();

  @Test
  void nothingThatWasSoldLaterIsTrainedOn() {
    // When
    Split split = Split.before(2010, SALES);

    // Then
    assertThat(split.training()).hasSize(2589).allMatch(sale -> sale.sold().getYear() <= 2009);
    assertThat(split.judgement()).hasSize(341).allMatch(sale -> sale.sold().getYear() == 2010);
    assertThat(ids(split.training())).doesNotContainAnyElementsOf(ids(split.judgement()));
  }

  @Test
  void everySaleIsTestedInExactlyOneFoldAndNeverInItsOwnTraining() {
    // Given
    List<Sale> training = Split.before(2010, SALES).training();

    // When
    List<Fold> folds = Fold.cut(training, 5, 1);

    // Then
    assertThat(folds.stream().flatMap(fold -> fold.test().stream()).map(Sale::id))
        .containsExactlyInAnyOrderElementsOf(ids(training));
    for (Fold fold : folds) {
      assertThat(ids(fold.training())).doesNotContainAnyElementsOf(ids(fold.test()));
      assertThat(fold.training().size() + fold.test().size()).isEqualTo(training.size());
    }
  }

  @Test
  void theSeedDecidesTheFolds() {
    assertThat(Fold.cut(SALES, 5, 1)).isEqualTo(Fold.cut(SALES, 5, 1));
    assertThat(Fold.cut(SALES, 5, 1)).isNotEqualTo(Fold.cut(SALES, 5, 2));
  }

  @Test
  void noAttributeIsKnownOnlyAfterTheSale() {
    Set<String> attributes = new HashSet<>(SALES.get(0).numbers().keySet());
    attributes.addAll(SALES.get(0).categories().keySet());

    assertThat(attributes)
        .contains("Gr_Liv_Area", "Neighborhood", "Age")
        .doesNotContain("Sale_Price", "Sale_Type", "Sale_Condition", "Year_Sold", "BsmtFin_SF_1");
  }

  @Test
  void aFrontageOfZeroIsMissing() {
    assertThat(SALES).filteredOn(sale -> !sale.numbers().containsKey("Lot_Frontage")).hasSize(490);
    assertThat(SALES)
        .noneMatch(sale -> Double.valueOf(0).equals(sale.numbers().get("Lot_Frontage")));
  }

  @Test
  void aNumberThatIsNoneIsRefusedByName() {
    assertThatThrownBy(
            () -> new Sale("sale-1", YearMonth.of(2009, 1), 1, Map.of("Age", Double.NaN), Map.of()))
        .hasMessageContaining("sale-1: Age is NaN");
    assertThatThrownBy(
            () ->
                new Sale(
                    "sale-2", YearMonth.of(2009, 1), Double.POSITIVE_INFINITY, Map.of(), Map.of()))
        .hasMessageContaining("sale-2: the price is Infinity");
  }

  private static List<String> ids(List<Sale> sales) {
    return sales.stream().map(Sale::id).toList();
  }
}
