/**
 * Trials as they were declared and changed: arms, phases, exclusions. Pure values, made from the
 * events of a trial; refuses to know what units did.
 */
package io.throughline.selection.trial;
