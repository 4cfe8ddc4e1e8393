package io.throughline.lineage.redaction;

import io.throughline.event.v1.Event;
import io.throughline.lineage.projection.Fact;
import io.throughline.lineage.projection.Part;
import io.throughline.lineage.projection.Writes;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Redactions: they leave no rows of their own. */
@ApplicationScoped
public class RedactionPart implements Part {

  @Override
  public Set<Event.KindCase> kinds() {
    return Set.of(Event.KindCase.BATCHES_REDACTED);
  }

  @Override
  public void project(Fact fact, Writes writes) {
    // What the redacted batches say is gone from the journal; the event itself says nothing more.
  }
}
