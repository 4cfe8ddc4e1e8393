/**
 * Batches on their way into the journal: numbered per scope, sent on one stream with a bounded
 * window, kept until they are acknowledged, in memory or in a spill. It owns the promise that each
 * batch has one effect, whatever breaks. It decides nothing about what a pipeline tells.
 */
package io.throughline.client.stream;
