/** What was measured, for people and for programs. It knows nothing of how it was measured. */
package io.throughline.load.report;
