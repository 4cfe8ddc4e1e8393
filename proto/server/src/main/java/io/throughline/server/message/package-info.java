/**
 * What arrives as bytes and is no message. Owns the refusal of it, in words and with a reason,
 * before anything else has looked at it; refuses to say anything about what a message means.
 */
package io.throughline.server.message;
