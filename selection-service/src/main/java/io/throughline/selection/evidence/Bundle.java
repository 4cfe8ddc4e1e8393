package io.throughline.selection.evidence;

import java.util.List;

/**
 * Everything that an evaluation looks at.
 *
 * @param position the position up to which the graph had come when it was read
 * @param contenders who is compared with whom
 * @param evidence one entry for each check, in the policy's order
 */
public record Bundle(String position, Contenders contenders, List<Evidence> evidence) {}
