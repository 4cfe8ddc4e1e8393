package io.throughline.housevaluation.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.housevaluation.sale.Sale;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EncoderTest {

  @Test
  void learnsFromTheTrainingSalesAlone() {
    // Given
    List<Sale> training = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      training.add(sale(i, i % 2, i < 10 ? "Gilbert" : "Sawyer"));
    }
    Sale unseen = sale(99, 1000, "Greens");

    // When
    Encoder encoder = Encoder.fit(FeatureSet.LOCATION, training);

    // Then: mean 0.5 and deviation 0.5 of the training sales, whatever is encoded
    assertThat(encoder.columns())
        .containsExactly("Age", "Neighborhood=Gilbert", "Neighborhood=Sawyer");
    assertThat(encoder.encode(training.get(1))).containsExactly(1, 1, 0);
    assertThat(encoder.encode(unseen)).containsExactly(1999, 0, 0);
  }

  @Test
  void aRareCategoryGetsNoColumn() {
    // Given
    List<Sale> training = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      training.add(sale(i, i, i < Encoder.MINIMUM_COUNT - 1 ? "Greens" : "Sawyer"));
    }

    // When
    Encoder encoder = Encoder.fit(FeatureSet.LOCATION, training);

    // Then
    assertThat(encoder.columns()).containsExactly("Age", "Neighborhood=Sawyer");
  }

  @Test
  void eachFeatureSetContainsTheOneBeforeIt() {
    assertThat(FeatureSet.QUALITY.categories()).containsAll(FeatureSet.BASIC.categories());
    assertThat(FeatureSet.LOCATION.categories()).containsAll(FeatureSet.QUALITY.categories());
    assertThat(FeatureSet.BASIC.categories()).doesNotContain("Neighborhood");
  }

  private static Sale sale(int number, double age, String neighborhood) {
    return new Sale(
        "sale-" + number,
        YearMonth.of(2009, 1),
        100_000,
        Map.of("Age", age),
        Map.of("Neighborhood", neighborhood));
  }
}
