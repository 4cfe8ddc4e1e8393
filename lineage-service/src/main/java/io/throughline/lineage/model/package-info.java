/**
 * Models: what runs produced, and everything that was chosen on the way to them. Owns reading
 * models, and how two differ. A model is written once.
 */
package io.throughline.lineage.model;
