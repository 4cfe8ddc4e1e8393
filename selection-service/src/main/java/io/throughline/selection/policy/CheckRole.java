package io.throughline.selection.policy;

import java.util.Locale;

/** What part a check plays in the verdict of the whole. */
public enum CheckRole {
  /** Whether the data can carry a verdict at all; what fails makes the whole an ERROR. */
  QUALITY,
  /** What the change is for: one at least must pass, and alpha is spent on these together. */
  SUCCESS,
  /** What must not be harmed: each must pass. */
  GUARDRAIL,
  /** What must not be shown to be worse. */
  DETERIORATION,
  /** Shown, and never counted. */
  INFORMATIONAL;

  /** As it stands in a policy. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
