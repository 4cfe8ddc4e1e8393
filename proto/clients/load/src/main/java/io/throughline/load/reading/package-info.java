/**
 * Whether what is acknowledged can also be read from the graph, and after how long. It asks only
 * how far the projection has come.
 */
package io.throughline.load.reading;
