/**
 * Tags: words that somebody ties to a resource. Owns the table {@code tag}; the last one said wins,
 * and the past is kept.
 */
package io.throughline.lineage.tag;
