/** What tests of every service need at its doors: tokens, and a look into failures. */
package io.throughline.server.testing;
