package io.throughline.lineage.run;

import com.google.protobuf.FieldMask;
import com.google.protobuf.util.FieldMaskUtil;
import io.throughline.error.v1.ErrorReason;
import io.throughline.lineage.v1.Run;
import io.throughline.server.status.Failure;

/**
 * Which fields of runs to read.
 *
 * @param mask the fields; empty for all
 */
record RunMask(FieldMask mask) {
  static final RunMask ALL = new RunMask(FieldMask.getDefaultInstance());

  /**
   * The fields that a request names.
   *
   * @throws Failure FIELDS_INVALID where a run has no such field
   */
  static RunMask of(FieldMask mask) {
    for (String path : mask.getPathsList()) {
      if (!FieldMaskUtil.isValid(Run.class, path)) {
        throw Failure.of(
                ErrorReason.ERROR_REASON_FIELDS_INVALID,
                "read_mask: a run has no field '%s'".formatted(path))
            .violation("read_mask", "a run has no field '%s'".formatted(path));
      }
    }
    return new RunMask(mask);
  }

  /** Whether a field of runs, which costs a query, is to be read. */
  boolean reads(String field) {
    return mask.getPathsCount() == 0
        || mask.getPathsList().stream().anyMatch(p -> p.equals(field) || p.startsWith(field + "."));
  }

  /** The run with only the fields of this mask. */
  Run apply(Run run) {
    if (mask.getPathsCount() == 0) {
      return run;
    }
    Run.Builder masked = Run.newBuilder();
    FieldMaskUtil.merge(mask, run, masked);
    return masked.build();
  }
}
