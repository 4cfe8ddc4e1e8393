package io.throughline.client;

import io.throughline.event.v1.DeploymentRetired;
import io.throughline.event.v1.EnvironmentDeclared;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ModelDeployed;
import io.throughline.event.v1.TrialAllocationChanged;
import io.throughline.event.v1.TrialDeclared;
import io.throughline.event.v1.TrialStopped;
import java.time.Instant;
import java.util.function.Consumer;

/** A place where models live: the home of its deployments and of the trials that compare them. */
public final class Environment {

  private final Scope scope;

  Environment(Scope scope) {
    this.scope = scope;
  }

  /** Its name, {@code environments/{environment}}. */
  public String name() {
    return scope.name();
  }

  /** Says what it is. Harmless when repeated; the last one said wins. */
  public void declare(String displayName) {
    scope.add(
        Event.newBuilder()
            .setEnvironmentDeclared(
                EnvironmentDeclared.newBuilder().setName(name()).setDisplayName(displayName)));
  }

  /**
   * Tells that a model went live.
   *
   * @param since when it went live
   * @param deployment sets the model, the phase and what else there is to say
   * @return the deployment's name
   */
  public String deploy(String id, Instant since, Consumer<ModelDeployed.Builder> deployment) {
    String deployed = name() + "/deployments/" + id;
    ModelDeployed.Builder event = ModelDeployed.newBuilder().setName(deployed);
    deployment.accept(event);
    add(since, Event.newBuilder().setModelDeployed(event));
    return deployed;
  }

  /**
   * Tells that a deployment ended.
   *
   * @param at when it ended
   */
  public void retire(String deployment, Instant at, String reason) {
    add(
        at,
        Event.newBuilder()
            .setDeploymentRetired(
                DeploymentRetired.newBuilder().setDeployment(deployment).setReason(reason)));
  }

  /**
   * Declares a trial: a randomised comparison of deployments.
   *
   * @param since when its first allocation phase begins
   * @param trial sets the population, the arms, the control and what else there is to say
   * @return the trial's name
   */
  public String declareTrial(String id, Instant since, Consumer<TrialDeclared.Builder> trial) {
    String declared = name() + "/trials/" + id;
    TrialDeclared.Builder event = TrialDeclared.newBuilder().setName(declared);
    trial.accept(event);
    add(since, Event.newBuilder().setTrialDeclared(event));
    return declared;
  }

  /**
   * Tells that a trial allocates its units in another way.
   *
   * @param since when the new phase begins
   * @param arms sets the arms of the phase
   */
  public void reallocateTrial(
      String trial, Instant since, Consumer<TrialAllocationChanged.Builder> arms) {
    TrialAllocationChanged.Builder event = TrialAllocationChanged.newBuilder().setTrial(trial);
    arms.accept(event);
    add(since, Event.newBuilder().setTrialAllocationChanged(event));
  }

  /**
   * Tells that a trial ended: units that are exposed later do not count.
   *
   * @param at when it ended
   */
  public void stopTrial(String trial, Instant at, String reason) {
    add(
        at,
        Event.newBuilder()
            .setTrialStopped(TrialStopped.newBuilder().setTrial(trial).setReason(reason)));
  }

  private void add(Instant time, Event.Builder event) {
    scope.add(event.setValidTime(Scope.timestamp(time)));
  }
}
