package io.throughline.client;

import io.throughline.event.v1.DatasetDeclared;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExpectationStated;
import io.throughline.event.v1.ExperimentDeclared;
import java.util.function.Consumer;
import java.util.function.Function;

/** A question under study: the home of its runs, datasets, models and what was learnt. */
public final class Experiment {

  private final Scope scope;

  Experiment(Scope scope) {
    this.scope = scope;
  }

  /** Its name, {@code experiments/{experiment}}. */
  public String name() {
    return scope.name();
  }

  /** Says what the experiment is about. Harmless when repeated; the last one said wins. */
  public void declare(String displayName, String question) {
    scope.add(
        Event.newBuilder()
            .setExperimentDeclared(
                ExperimentDeclared.newBuilder()
                    .setName(name())
                    .setDisplayName(displayName)
                    .setQuestion(question)));
  }

  /**
   * Says what a choice is expected to do, before its effect is known.
   *
   * @param expectation sets the subject, the outcome metric, the direction and what else there is
   * @return its name
   */
  public String expect(String id, Consumer<ExpectationStated.Builder> expectation) {
    String name = name() + "/expectations/" + id;
    ExpectationStated.Builder stated = ExpectationStated.newBuilder().setName(name);
    expectation.accept(stated);
    scope.add(Event.newBuilder().setExpectationStated(stated));
    return name;
  }

  /**
   * Declares a version of some data; another version needs another id. Harmless when repeated.
   *
   * @param dataset sets the digest, the number of units and what else there is
   * @return its name
   */
  public String dataset(String id, Consumer<DatasetDeclared.Builder> dataset) {
    String name = name() + "/datasets/" + id;
    DatasetDeclared.Builder declared = DatasetDeclared.newBuilder().setName(name);
    dataset.accept(declared);
    scope.add(Event.newBuilder().setDatasetDeclared(declared));
    return name;
  }

  /**
   * Begins a run of a step, under a fresh id. It ends when it is closed.
   *
   * @param step what is executed, the same word every time
   */
  public Run run(String step) {
    return run(step + "-" + UuidV7.next(), step);
  }

  /**
   * Begins a run of a step. It ends when it is closed.
   *
   * @param id the run's id within the experiment; a new one for each execution
   * @param step what is executed, the same word every time
   */
  public Run run(String id, String step) {
    return Run.begin(scope, name() + "/runs/" + id, "", step);
  }

  /**
   * Executes a pipeline as a run: started before the work, succeeded after it, failed where the
   * work throws (with the reason; the exception goes on to the caller). When it returns, what was
   * told is durable.
   *
   * @param id the run's id within the experiment; a new one for each execution
   * @param pipeline what is executed, the same word every time
   * @return what the work returns
   * @throws EmitException as {@link Emitter#flush()}
   */
  public <T> T run(String id, String pipeline, Function<Run, T> work) {
    T result = run(id, pipeline).execute(work);
    scope.emitter().flush();
    return result;
  }
}
