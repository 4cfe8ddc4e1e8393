package io.throughline.lineage.parameter;

import static io.throughline.lineage.store.Column.number;
import static io.throughline.lineage.store.Column.smallint;
import static io.throughline.lineage.store.Column.text;
import static io.throughline.lineage.store.Column.time;

import io.throughline.event.v1.Event.KindCase;
import io.throughline.event.v1.Parameter;
import io.throughline.event.v1.ParametersChosen;
import io.throughline.lineage.graph.GraphWriter;
import io.throughline.lineage.projection.Fact;
import io.throughline.lineage.projection.Part;
import io.throughline.lineage.projection.Writes;
import io.throughline.lineage.store.OnceTable;
import io.throughline.lineage.store.Table;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/** Parameters that were chosen. */
@ApplicationScoped
public class ParameterPart implements Part {
  private static final String KIND_PREFIX = "PARAMETER_KIND_";
  private static final Table TABLE =
      OnceTable.of(
              "parameter",
              List.of(text("tenant"), text("scope"), text("run"), smallint("kind"), text("key")),
              List.of(text("value")))
          .beside(smallint("form"), number("number"), time("valid_time"))
          .build();

  @Override
  public Set<KindCase> kinds() {
    return Set.of(KindCase.PARAMETERS_CHOSEN);
  }

  @Override
  public void project(Fact fact, Writes writes) {
    ParametersChosen chosen = fact.event().getParametersChosen();
    new GraphWriter(fact, writes).mention(chosen.getRun());
    for (Parameter parameter : chosen.getParametersList()) {
      ParameterValue value = ParameterValue.of(parameter);
      writes.add(
          TABLE,
          fact.tenant(),
          fact.scope(),
          chosen.getRun(),
          (short) parameter.getKindValue(),
          parameter.getKey(),
          value.text(),
          value.form(),
          value.number(),
          fact.validTime(),
          fact.partition(),
          fact.position(),
          chosen.getRun(),
          fact.scope(),
          "parameter %s %s"
              .formatted(
                  parameter.getKind().name().substring(KIND_PREFIX.length()), parameter.getKey()));
    }
  }
}
