/**
 * How the service talks to its own database: transactions that may begin on any thread. Owns no
 * tables; those live with their features.
 */
package io.throughline.selection.store;
