package io.throughline.lineage.page;

/** How many rows a page holds. */
public final class PageSize {
  private static final int DEFAULT = 100;
  private static final int MAX = 1_000;

  private PageSize() {}

  /** The size that was asked for: 0 means 100, more than 1,000 means 1,000. */
  public static int of(int asked) {
    return asked == 0 ? DEFAULT : Math.min(asked, MAX);
  }
}
