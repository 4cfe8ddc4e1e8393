/**
 * The launcher's commands: {@code up}, {@code demo}, {@code status}, {@code doctor}, {@code down},
 * {@code backup} and {@code restore}.
 *
 * <p>They read what a person typed, show progress, and end with a message that says what to do. How
 * a mesh is put together is in {@link io.throughline.local.mesh}. They refuse to build anything:
 * the shell script does that.
 */
package io.throughline.local;
