package io.throughline.local;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Shows what happens, each line with the seconds since the start. It goes to standard error, so
 * that standard output holds only results.
 */
public final class Progress implements Consumer<String> {
  private final PrintStream out;
  private final long start = System.nanoTime();

  /** Progress from now on. */
  public Progress(PrintStream out) {
    this.out = out;
  }

  @Override
  public void accept(String message) {
    double seconds = (System.nanoTime() - start) / 1e9;
    out.println(String.format(Locale.ROOT, "%7.1f s  %s", seconds, message));
  }
}
