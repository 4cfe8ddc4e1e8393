/**
 * Positions in the journal, as acknowledgements give them and reads carry them. Owns the text form,
 * which is opaque to clients but for one rule: positions are merged by joining them with a comma.
 */
package io.throughline.server.position;
