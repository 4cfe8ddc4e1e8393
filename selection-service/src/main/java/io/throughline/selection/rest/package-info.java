/**
 * What the REST routes share: messages of the contract as JSON and back. The routes themselves live
 * with their features, and do what their gRPC twins do.
 */
package io.throughline.selection.rest;
