package io.throughline.lineage.diff;

import io.throughline.lineage.v1.DiffResourcesResponse;
import io.throughline.lineage.v1.DifferingFact;
import io.throughline.lineage.v1.FactValue;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/** The facts that are not equal for all of several resources. */
final class Difference {
  private static final FactValue NONE = FactValue.getDefaultInstance();

  private Difference() {}

  static DiffResourcesResponse of(List<String> names, List<Facts> resources) {
    TreeSet<Fact> all = new TreeSet<>();
    resources.forEach(one -> all.addAll(one.values().keySet()));
    DiffResourcesResponse.Builder diff = DiffResourcesResponse.newBuilder().addAllNames(names);
    int equal = 0;
    for (Fact fact : all) {
      List<FactValue> values =
          resources.stream().map(one -> one.values().getOrDefault(fact, NONE)).toList();
      if (values.stream().allMatch(value -> isEqual(value, values.get(0)))) {
        equal++;
      } else {
        diff.addFacts(
            DifferingFact.newBuilder()
                .setSection(fact.section())
                .setKind(fact.kind())
                .setKey(fact.key())
                .addAllValues(values));
      }
    }
    return diff.setEqualCount(equal).build();
  }

  /** Which run chose a value, and how certain it is, do not matter. */
  private static boolean isEqual(FactValue one, FactValue other) {
    return one.hasText() == other.hasText()
        && one.hasNumber() == other.hasNumber()
        && Objects.equals(one.getText(), other.getText())
        && Double.compare(one.getNumber(), other.getNumber()) == 0;
  }
}
