package io.throughline.client;

import java.util.List;

/**
 * Something that was told is not in the journal: refused, dropped for want of room, or not
 * acknowledged within the patience. In the last case the emitter keeps it and goes on trying.
 */
public final class EmitException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final List<String> faults;

  private EmitException(String message, List<String> faults) {
    super(message);
    this.faults = List.copyOf(faults);
  }

  /** The last faults, with the server's reason and every field at fault; empty where it is away. */
  public List<String> faults() {
    return faults;
  }

  static EmitException undelivered(EmitReport report) {
    return new EmitException(
        "%d batches are not in the journal yet%s"
            .formatted(
                report.pendingBatches(),
                report.trouble().isEmpty() ? "" : " (" + report.trouble() + ")"),
        report.faults());
  }

  static EmitException lost(long lost, EmitReport report) {
    StringBuilder message =
        new StringBuilder("%d points or events did not get into the journal".formatted(lost));
    report.faults().forEach(fault -> message.append(System.lineSeparator()).append(fault));
    return new EmitException(message.toString(), report.faults());
  }
}
