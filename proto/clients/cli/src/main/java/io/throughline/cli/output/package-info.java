/** How answers and failures look: tables and trees for people, protobuf JSON for programs. */
package io.throughline.cli.output;
