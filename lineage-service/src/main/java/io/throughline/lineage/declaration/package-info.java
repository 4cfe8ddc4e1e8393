/**
 * Resources of an experiment that are told once and then only tagged, such as insights,
 * expectations and artifacts. Owns reading one of them and listing them, at any moment. Refuses to
 * know what any of them means: that is the features' own.
 */
package io.throughline.lineage.declaration;
