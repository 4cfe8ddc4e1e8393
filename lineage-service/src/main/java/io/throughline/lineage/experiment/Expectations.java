package io.throughline.lineage.experiment;

import io.throughline.event.v1.ExpectationStated;
import io.throughline.event.v1.Tag;
import io.throughline.lineage.declaration.DeclaredResources.Kind;
import io.throughline.lineage.graph.DeclarationReader.Said;
import io.throughline.lineage.store.Times;
import io.throughline.lineage.v1.Expectation;
import io.throughline.lineage.v1.NodeKind;
import java.util.List;

/** What an expectation looks like. */
final class Expectations {
  static final Kind<ExpectationStated, Expectation> KIND =
      new Kind<>(
          "expectation",
          NodeKind.NODE_KIND_EXPECTATION,
          ExpectationStated::newBuilder,
          Expectations::expectation);

  private Expectations() {}

  private static Expectation expectation(Said<ExpectationStated> said, List<Tag> tags) {
    ExpectationStated detail = said.detail();
    Expectation.Builder expectation =
        Expectation.newBuilder()
            .setName(said.name())
            .setSubject(detail.getSubject())
            .setOutcomeMetric(detail.getOutcomeMetric())
            .setDirection(detail.getDirection())
            .setThrough(detail.getThrough())
            .addAllParameterKeys(detail.getParameterKeysList())
            .addAllTags(tags);
    if (detail.hasRelativeSize()) {
      expectation.setRelativeSize(detail.getRelativeSize());
    }
    if (detail.hasAbsoluteSize()) {
      expectation.setAbsoluteSize(detail.getAbsoluteSize());
    }
    if (said.time() != null) {
      expectation.setCreateTime(Times.toMessage(said.time()));
    }
    return expectation.build();
  }
}
