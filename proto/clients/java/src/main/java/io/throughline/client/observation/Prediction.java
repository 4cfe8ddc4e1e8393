package io.throughline.client.observation;

import java.time.Instant;

/**
 * A model said a number for a unit.
 *
 * @param unit a pseudonymous id: never a name, an address or a number that others know
 * @param time when it was said
 * @param value what was said
 */
public record Prediction(String unit, Instant time, double value) {}
