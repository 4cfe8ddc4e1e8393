/**
 * How a command finds a mesh and shows its token: by options, or by the file that a local launcher
 * writes. Owns channels and deadlines; sends nothing in plain text to another machine unless told
 * to.
 */
package io.throughline.cli.mesh;
