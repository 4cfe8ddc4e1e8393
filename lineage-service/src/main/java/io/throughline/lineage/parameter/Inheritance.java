package io.throughline.lineage.parameter;

import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.Parameter;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.graph.GraphName;
import io.throughline.lineage.v1.InheritedParameter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything that was chosen on the way to what a run produced. */
@ApplicationScoped
public class Inheritance {

  /**
   * What parameters are told apart by.
   *
   * @param kind the number of the kind
   * @param key the key within the kind
   */
  private record Slot(int kind, String key) implements Comparable<Slot> {
    private static final Comparator<Slot> ORDER =
        Comparator.comparingInt(Slot::kind).thenComparing(Slot::key);

    @Override
    public int compareTo(Slot other) {
      return ORDER.compare(this, other);
    }
  }

  private final Ancestry ancestry;
  private final Parameters parameters;

  public Inheritance(Ancestry ancestry, Parameters parameters) {
    this.ancestry = ancestry;
    this.parameters = parameters;
  }

  /**
   * The parameters of a run and of the runs on the way to it, by kind and key: of several runs that
   * chose the same key the nearest one's, and of several equally near the one whose name comes
   * first.
   *
   * @param run the run's name; empty gives nothing
   * @param moment as it was or was known then
   */
  public Uni<List<InheritedParameter>> of(String tenant, String run, Moment moment) {
    if (run.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    return ancestry.of(tenant, run, moment).chain(runs -> inherit(tenant, runs, moment));
  }

  private Uni<List<InheritedParameter>> inherit(
      String tenant, Map<String, Integer> distances, Moment moment) {
    List<String> nearestFirst = new ArrayList<>(distances.keySet());
    nearestFirst.sort(Comparator.<String>comparingInt(distances::get).thenComparing(name -> name));
    Map<String, Integer> ranks = new HashMap<>();
    nearestFirst.forEach(run -> ranks.put(run, ranks.size()));
    List<String> scopes = nearestFirst.stream().map(GraphName::scopeOf).toList();
    return parameters
        .ofAll(tenant, scopes, nearestFirst, moment)
        .map(
            chosen -> {
              Map<Slot, InheritedParameter> nearest = new TreeMap<>();
              for (Parameters.Chosen one : chosen) {
                Parameter parameter = one.parameter();
                nearest.merge(
                    new Slot(parameter.getKindValue(), parameter.getKey()),
                    InheritedParameter.newBuilder()
                        .setParameter(parameter)
                        .setRun(one.run())
                        .build(),
                    (kept, other) ->
                        ranks.get(other.getRun()) < ranks.get(kept.getRun()) ? other : kept);
              }
              return List.copyOf(nearest.values());
            });
  }
}
