package io.throughline.lineage.registry;

import io.throughline.event.v1.Event.KindCase;
import io.throughline.event.v1.RegisteredModelDeclared;
import io.throughline.lineage.graph.Attributes;
import io.throughline.lineage.graph.GraphWriter;
import io.throughline.lineage.projection.Fact;
import io.throughline.lineage.projection.Part;
import io.throughline.lineage.projection.Writes;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Registered models that were declared. */
@ApplicationScoped
public class RegistryPart implements Part {
  static final String DESCRIPTION = "description";

  @Override
  public Set<KindCase> kinds() {
    return Set.of(KindCase.REGISTERED_MODEL_DECLARED);
  }

  @Override
  public void project(Fact fact, Writes writes) {
    declare(fact, fact.event().getRegisteredModelDeclared(), writes);
  }

  /** A registered model is declared, by an event of its own or by a request that was granted. */
  public static void declare(Fact fact, RegisteredModelDeclared declared, Writes writes) {
    new GraphWriter(fact, writes).declare(declared.getName(), declared.getDisplayName());
    Attributes.say(fact, writes, Attributes.DISPLAY_NAME, declared.getDisplayName());
    Attributes.say(fact, writes, DESCRIPTION, declared.getDescription());
  }
}
