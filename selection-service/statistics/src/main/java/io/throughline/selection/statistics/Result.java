package io.throughline.selection.statistics;

import java.util.function.Function;

/**
 * A statistic that was computed, or the reason why it could not be. There is no third case: a
 * result is never NaN and never a neutral default such as effect 0 or p 1.
 *
 * @param <T> what a computed result holds
 */
public sealed interface Result<T> {

  /** A value that stands for what the data say. */
  record Computed<T>(T value) implements Result<T> {}

  /**
   * Nothing can be said.
   *
   * @param reason the kind of obstacle, for a program
   * @param detail the obstacle and its remedy in one sentence, for a person
   */
  record NotComputable<T>(Reason reason, String detail) implements Result<T> {}

  static <T> Result<T> computed(T value) {
    return new Computed<>(value);
  }

  static <T> Result<T> notComputable(Reason reason, String detail) {
    return new NotComputable<>(reason, detail);
  }

  default boolean isComputed() {
    return this instanceof Computed<T>;
  }

  /**
   * The computed value.
   *
   * @throws IllegalStateException with the reason, when nothing was computed
   */
  default T orElseThrow() {
    if (this instanceof NotComputable<T> none) {
      throw new IllegalStateException(none.reason() + ": " + none.detail());
    }
    return ((Computed<T>) this).value();
  }

  /** Applies the function to a computed value; a reason passes through. */
  default <U> Result<U> map(Function<? super T, ? extends U> function) {
    return flatMap(value -> computed(function.apply(value)));
  }

  /** Applies a function that may itself find nothing to say; a reason passes through. */
  default <U> Result<U> flatMap(Function<? super T, Result<U>> function) {
    if (this instanceof NotComputable<T> none) {
      return notComputable(none.reason(), none.detail());
    }
    return function.apply(((Computed<T>) this).value());
  }
}
