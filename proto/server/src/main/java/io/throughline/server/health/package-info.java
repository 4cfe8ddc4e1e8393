/**
 * What the readiness of every service has to say beside its own: whether the settings of its
 * database keep the promises that the service gives. Owns no liveness: a process that waits for its
 * database is alive.
 */
package io.throughline.server.health;
