/**
 * The journal's installation and the form of what it stores. Owns the schema and its migration, the
 * number of partitions and who belongs to which, and the payload's codec and digest. It refuses to
 * serve with another number of partitions than it was installed with.
 */
package io.throughline.ingest.journal;
