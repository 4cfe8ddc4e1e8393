/**
 * Reads a policy's text: YAML as plain nodes (nothing is constructed; bounded size and depth),
 * every fault with its field, line and remedy. Owns the keys of the schema; refuses what it does
 * not know.
 */
package io.throughline.selection.policy.text;
