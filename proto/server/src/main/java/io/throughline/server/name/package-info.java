/**
 * Resource names in the style of AIP-122, parsed once into types. Owns which collections exist and
 * in which scope each lives; refuses every text that is not exactly a name. The tenant is never a
 * part of a name.
 */
package io.throughline.server.name;
