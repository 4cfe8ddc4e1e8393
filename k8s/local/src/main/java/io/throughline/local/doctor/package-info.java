/**
 * {@code doctor}: looks whether a mesh is well, and says of everything that is not what to do. It
 * reads, and changes nothing; each check asks the part itself, not what another part thinks of it.
 */
package io.throughline.local.doctor;
