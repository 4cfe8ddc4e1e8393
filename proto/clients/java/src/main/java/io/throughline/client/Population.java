package io.throughline.client;

import io.throughline.client.observation.Exposure;
import io.throughline.client.observation.ObservationEvents;
import io.throughline.client.observation.Outcome;
import io.throughline.client.observation.Prediction;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.PopulationDeclared;
import java.util.List;
import java.util.function.Consumer;

/**
 * Whom a product serves: the home of what is observed of its units. Observations travel in columns,
 * so tell many at a time; the order in which they are told does not matter.
 */
public final class Population {

  private final Scope scope;

  Population(Scope scope) {
    this.scope = scope;
  }

  /** Its name, {@code populations/{population}}. */
  public String name() {
    return scope.name();
  }

  /**
   * Says what it is. Harmless when repeated; the last one said wins.
   *
   * @param population sets the kind of unit, the attributes and what else there is to say
   */
  public void declare(Consumer<PopulationDeclared.Builder> population) {
    PopulationDeclared.Builder declared = PopulationDeclared.newBuilder().setName(name());
    population.accept(declared);
    scope.add(Event.newBuilder().setPopulationDeclared(declared));
  }

  /**
   * Tells what a model said.
   *
   * @param source the name of the deployment or of the model
   */
  public void predicted(String source, List<Prediction> predictions) {
    ObservationEvents.ofPredictions(name(), source, predictions).forEach(scope::add);
  }

  /**
   * Tells which units met which arms.
   *
   * @param trial the trial's name; empty: the arms are names of deployments
   */
  public void exposed(String trial, List<Exposure> exposures) {
    ObservationEvents.ofExposures(name(), trial, exposures).forEach(scope::add);
  }

  /**
   * Tells what units did.
   *
   * @param kind what was done, the same word every time
   * @param currency of the values as ISO 4217 has it, or empty where they are no money
   */
  public void outcomes(String kind, String currency, List<Outcome> outcomes) {
    ObservationEvents.ofOutcomes(name(), kind, currency, outcomes).forEach(scope::add);
  }
}
