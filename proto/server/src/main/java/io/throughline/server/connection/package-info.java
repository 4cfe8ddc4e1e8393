/**
 * What every service's gRPC server allows a connection: how many calls at once, how long its
 * headers are, and how old it gets. Owns these limits and nothing of what the calls carry.
 */
package io.throughline.server.connection;
