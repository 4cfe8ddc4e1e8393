/**
 * The life of experiments and runs after their work: deleted, restored, purged. Owns the table
 * {@code deletion} and what a purge leaves. What is deleted is only hidden: events about it are
 * still applied, so that nothing is missing when it is restored.
 */
package io.throughline.lineage.lifecycle;
