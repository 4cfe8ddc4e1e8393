/**
 * Pages of long lists: always by the key of the last row, never by counting, so that page 500 costs
 * what page 1 costs and new rows shift nothing. Owns sizes and tokens. A token is opaque and
 * belongs to one request: refuses it for another method or filter.
 */
package io.throughline.lineage.page;
