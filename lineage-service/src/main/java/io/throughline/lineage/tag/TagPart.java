package io.throughline.lineage.tag;

import static io.throughline.lineage.store.Column.text;
import static io.throughline.lineage.store.Column.time;

import io.throughline.event.v1.Event.KindCase;
import io.throughline.event.v1.Tag;
import io.throughline.event.v1.TagsChanged;
import io.throughline.lineage.graph.GraphWriter;
import io.throughline.lineage.projection.Fact;
import io.throughline.lineage.projection.Part;
import io.throughline.lineage.projection.Writes;
import io.throughline.lineage.store.PastTable;
import io.throughline.lineage.store.Table;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/** Tags that were set or removed. */
@ApplicationScoped
public class TagPart implements Part {
  private static final Table TABLE =
      new PastTable(
          "tag",
          List.of(text("tenant"), text("scope"), text("subject"), text("key")),
          List.of(text("value"), time("valid_time")));

  @Override
  public Set<KindCase> kinds() {
    return Set.of(KindCase.TAGS_CHANGED);
  }

  @Override
  public void project(Fact fact, Writes writes) {
    TagsChanged changed = fact.event().getTagsChanged();
    new GraphWriter(fact, writes).mention(changed.getSubject());
    for (String removed : changed.getRemovedList()) {
      add(fact, writes, removed, "", true);
    }
    for (Tag tag : changed.getSetList()) {
      add(fact, writes, tag.getKey(), tag.getValue(), false);
    }
  }

  private static void add(Fact fact, Writes writes, String key, String value, boolean removed) {
    writes.add(
        TABLE,
        fact.tenant(),
        fact.scope(),
        fact.event().getTagsChanged().getSubject(),
        key,
        value,
        fact.validTime(),
        removed,
        fact.index(),
        fact.partition(),
        fact.position());
  }
}
