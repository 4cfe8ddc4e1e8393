/**
 * Re-checks the answers of independent implementations: {@code src/test/python/oracle.py} wrote
 * them into {@code oracle/cases.tsv.gz}, and each build holds this module against them to nine
 * digits.
 */
package io.throughline.selection.statistics.oracle;
