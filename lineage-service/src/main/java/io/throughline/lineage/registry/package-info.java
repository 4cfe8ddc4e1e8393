/**
 * The registry: names for models, their numbered versions, and aliases that can be moved. Owns the
 * tables {@code model_version} and {@code alias}, and reading them. Versions and aliases change
 * only by requests; the past of an alias is kept.
 */
package io.throughline.lineage.registry;
