/**
 * What differs between two or more runs, models or deployments: gathers what is known of each as
 * facts, and keeps those that are not equal for all. Owns the words of these facts; reads them from
 * the features that own them, and judges nothing.
 */
package io.throughline.lineage.diff;
