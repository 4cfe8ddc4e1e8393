/**
 * How a load finds a mesh and shows its token: by options, or by the file that a local launcher
 * writes. Sends nothing in plain text to another machine unless told to.
 */
package io.throughline.load.mesh;
