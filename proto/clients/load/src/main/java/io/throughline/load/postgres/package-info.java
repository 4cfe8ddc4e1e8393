/**
 * What a load asks of PostgreSQL itself: how much the mesh has stored, and how fast a bare client
 * stores the same. Works in a database of its own, which it drops again; refuses to touch a row of
 * the mesh.
 */
package io.throughline.load.postgres;
