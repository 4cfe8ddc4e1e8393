/**
 * Webhooks: telling other systems of verdicts, promotions and waivers. Owns the queue, the
 * signature and the retries, and where a message may go at all; refuses every address that is not
 * on the operator's list, or that leads into a private network.
 */
package io.throughline.selection.webhook;
