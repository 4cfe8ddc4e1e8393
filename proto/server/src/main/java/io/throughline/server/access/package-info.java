/**
 * Who may do what. The contract declares the permission that each method and each kind of event
 * needs, routes declare it by {@link io.throughline.server.access.Needs}; one interceptor and one
 * filter enforce it and deny whatever declares nothing. Tokens are JWTs; who issues them and whose
 * keys sign them is configuration. Refuses passwords and sessions.
 */
package io.throughline.server.access;
