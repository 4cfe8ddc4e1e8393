/**
 * Care of the journal from the command line: where a batch is, whether the stores are in order,
 * what is to be redacted. Owns the way that findings are told to a person; refuses to guess a
 * remedy that the services do not name.
 */
package io.throughline.cli.care;
