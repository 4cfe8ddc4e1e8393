/**
 * Datasets: versions of data that runs read and wrote. Owns the table {@code dataset_use}, from
 * which a dataset's roles come; it lies in the dataset's scope, since a judge must see every use,
 * whichever experiment it came from.
 */
package io.throughline.lineage.dataset;
