package io.throughline.selection.evaluation;

import io.smallrye.mutiny.Uni;
import java.util.Map;

/** Finds the waivers in force. */
public interface WaiverLookup {

  /**
   * The names of the waivers in force now, by check.
   *
   * @param policy the policy's id
   * @param candidate the model
   */
  Uni<Map<String, String>> inForce(String tenant, String policy, String candidate);
}
