package io.throughline.lineage.model;

import io.throughline.event.v1.Parameter;
import io.throughline.lineage.v1.InheritedParameter;
import io.throughline.lineage.v1.Model;
import io.throughline.lineage.v1.ModelDiff;
import io.throughline.lineage.v1.ParameterDifference;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** What was chosen differently for two models. */
final class Difference {
  private static final Comparator<Parameter> BY_KIND_AND_KEY =
      Comparator.comparingInt(Parameter::getKindValue).thenComparing(Parameter::getKey);

  private record Pair(InheritedParameter left, InheritedParameter right) {

    Pair with(Pair other) {
      return new Pair(left == null ? other.left : left, right == null ? other.right : right);
    }

    boolean isEqual() {
      return left != null && right != null && left.getParameter().equals(right.getParameter());
    }

    ParameterDifference message(Parameter slot) {
      ParameterDifference.Builder difference =
          ParameterDifference.newBuilder().setKind(slot.getKind()).setKey(slot.getKey());
      if (left != null) {
        difference.setLeft(left);
      }
      if (right != null) {
        difference.setRight(right);
      }
      return difference.build();
    }
  }

  private Difference() {}

  /** Parameters are equal where kind, key and value are; which run chose them does not matter. */
  static ModelDiff of(Model left, Model right) {
    Map<Parameter, Pair> pairs = new TreeMap<>(BY_KIND_AND_KEY);
    left.getParametersList()
        .forEach(p -> pairs.merge(p.getParameter(), new Pair(p, null), Pair::with));
    right
        .getParametersList()
        .forEach(p -> pairs.merge(p.getParameter(), new Pair(null, p), Pair::with));
    ModelDiff.Builder diff =
        ModelDiff.newBuilder().setLeft(left.getName()).setRight(right.getName());
    int equal = 0;
    for (Map.Entry<Parameter, Pair> pair : pairs.entrySet()) {
      if (pair.getValue().isEqual()) {
        equal++;
      } else {
        diff.addDifferences(pair.getValue().message(pair.getKey()));
      }
    }
    return diff.setEqualCount(equal).build();
  }
}
