/**
 * Calls from one service of the mesh to another: channels that find every replica, and whose token
 * a call carries. Owns no retries: each caller knows what may be repeated.
 */
package io.throughline.server.peer;
