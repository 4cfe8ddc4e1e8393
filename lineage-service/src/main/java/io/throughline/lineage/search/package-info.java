/**
 * The search grammar: filters and orders over runs. Owns parsing, with errors that point at the
 * column, and the SQL that a parsed filter means. Every value that a caller wrote travels as a bind
 * parameter; refuses everything outside the grammar.
 */
package io.throughline.lineage.search;
