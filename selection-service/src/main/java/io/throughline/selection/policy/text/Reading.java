package io.throughline.selection.policy.text;

import io.throughline.selection.policy.Policy;
import java.util.List;
import java.util.Optional;

/**
 * What came of reading a policy's text.
 *
 * @param policy the policy; present where there is no fault
 * @param faults every fault, in the order of lines
 */
public record Reading(Optional<Policy> policy, List<Fault> faults) {}
