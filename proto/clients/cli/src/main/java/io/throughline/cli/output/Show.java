package io.throughline.cli.output;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Timestamps;
import java.math.BigDecimal;
import java.math.MathContext;

/** Values for people, and messages for programs. */
public final class Show {
  private static final MathContext SHOWN = new MathContext(5);
  private static final int TO_THE_SECOND = 19;

  private Show() {}

  /** Five significant digits, without an exponent where the number is of everyday size. */
  public static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(SHOWN).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    boolean everyday = rounded.signum() == 0 || (exponent > -6 && exponent < 10);
    return everyday ? rounded.toPlainString() : rounded.toString();
  }

  /** A time in UTC, to the second; empty where there is none. */
  public static String time(boolean present, Timestamp time) {
    return present ? Timestamps.toString(time).substring(0, TO_THE_SECOND) + "Z" : "";
  }

  /** An enumeration's value without its prefix, in lower case; empty for UNSPECIFIED. */
  public static String word(Enum<?> value, String prefix) {
    String word =
        value.name().startsWith(prefix) ? value.name().substring(prefix.length()) : value.name();
    return word.equals("UNSPECIFIED") ? "" : word.toLowerCase(java.util.Locale.ROOT);
  }

  /** A message as protobuf JSON. */
  public static String json(Message message) {
    try {
      return JsonFormat.printer().print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a message with an Any of an unknown type", e);
    }
  }
}
