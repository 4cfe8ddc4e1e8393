/**
 * The REST door: every read of the contract under the path that its {@code google.api.http} option
 * names, as the JSON of its message, with an ETag; the bytes of figures beside it; and an OpenAPI
 * document that is made from the same contract. A call goes through the same interceptors and the
 * same gRPC doors, inside the process, so that access, validation and errors cannot differ. Refuses
 * to change anything: that is what gRPC is for.
 */
package io.throughline.lineage.rest;
