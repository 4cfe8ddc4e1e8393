/**
 * The REST door: one resource at a time, by its name, as the JSON of its message; figures as their
 * bytes, with headers that keep a browser from running them as ours. Refuses to list and to change
 * anything: that is what gRPC is for.
 */
package io.throughline.lineage.rest;
