/**
 * A mesh on one machine: PostgreSQL and the three services, put together from a data directory and
 * a range of ports, started in order, kept running, and stopped in the reverse order.
 *
 * <p>It hands the services nothing that a deployment elsewhere could not: addresses, data sources,
 * key and token files, as configuration. It refuses a data directory that another mesh uses and
 * ports that others have.
 */
package io.throughline.local.mesh;
