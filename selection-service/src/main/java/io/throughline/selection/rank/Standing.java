package io.throughline.selection.rank;

/** What becomes of a candidate, the best first. */
enum Standing {
  CHOSEN,
  TIED,
  ON_FRONT,
  DOMINATED,
  CONSTRAINED,
  NOT_MEASURED
}
