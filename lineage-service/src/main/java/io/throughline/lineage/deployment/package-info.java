/**
 * Deployments: models live in environments, each over an interval. Owns the tables {@code
 * deployment} and {@code deployment_end}, and the deployment history. A deployment ends when it is
 * retired or replaced: of several ends the first one in the journal stands.
 */
package io.throughline.lineage.deployment;
