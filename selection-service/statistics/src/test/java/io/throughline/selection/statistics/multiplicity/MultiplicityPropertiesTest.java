package io.throughline.selection.statistics.multiplicity;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.selection.statistics.PValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MultiplicityPropertiesTest {

  @Provide
  Arbitrary<List<PValue>> families() {
    return Arbitraries.doubles()
        .between(-5000, 0)
        .map(PValue::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(40);
  }

  @Property
  void orderOfTheHypothesesDoesNotMatter(
      @ForAll("families") List<PValue> family, @ForAll Random random) {
    // Given
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < family.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    List<PValue> shuffled = order.stream().map(family::get).toList();

    // When
    Adjusted holm = Holm.adjust(family);
    Adjusted holmShuffled = Holm.adjust(shuffled);
    Adjusted bh = BenjaminiHochberg.adjust(family);
    Adjusted bhShuffled = BenjaminiHochberg.adjust(shuffled);

    // Then
    for (int i = 0; i < order.size(); i++) {
      assertThat(holmShuffled.pValues().get(i)).isEqualTo(holm.pValues().get(order.get(i)));
      assertThat(bhShuffled.pValues().get(i)).isEqualTo(bh.pValues().get(order.get(i)));
    }
  }

  @Property
  void adjustmentNeverLowersAndBenjaminiHochbergIsNeverStricterThanHolm(
      @ForAll("families") List<PValue> family) {
    // When
    Adjusted holm = Holm.adjust(family);
    Adjusted bh = BenjaminiHochberg.adjust(family);

    // Then
    for (int i = 0; i < family.size(); i++) {
      assertThat(bh.pValues().get(i).log()).isGreaterThanOrEqualTo(family.get(i).log());
      assertThat(holm.pValues().get(i).log())
          .isGreaterThanOrEqualTo(bh.pValues().get(i).log() - 1e-12);
    }
  }
}
