/**
 * The W3C trace context as batches carry it, so that one trace leads from a producer through the
 * journal and its projections to a verdict. Owns no span: each feature says what it does.
 */
package io.throughline.server.tracing;
