/**
 * Who may do what on the local mesh: its key pair, and signed tokens for the person who started it
 * and for the services that act for others.
 *
 * <p>Everything lies in files that only their owner may read. It refuses to be an identity
 * provider: a mesh that others use gets its tokens from one.
 */
package io.throughline.local.token;
