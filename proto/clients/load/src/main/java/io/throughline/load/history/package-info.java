/**
 * What producers sent and what was acknowledged to them, in files: a line for every send, on disk
 * before the batch leaves, and a line for every acknowledgement. Owns the files' format; refuses to
 * judge.
 */
package io.throughline.load.history;
