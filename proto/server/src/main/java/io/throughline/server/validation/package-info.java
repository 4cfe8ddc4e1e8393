/**
 * The rules that stand beside the fields of the contract (protovalidate), enforced at every door by
 * one interceptor. Owns how a broken rule is told; refuses rules that need a database, which belong
 * to the services.
 */
package io.throughline.server.validation;
