package io.throughline.local.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The account that PostgreSQL runs under. PostgreSQL refuses to run as root, so root needs a
 * detour: a user namespace of its own where the kernel allows one, otherwise the user {@code
 * nobody}, which then owns the data.
 *
 * @param prefix what to put before a command
 * @param owner the numeric user that must own the data directory; empty: the one who runs this
 */
record Account(List<String> prefix, String owner) {
  private static final String NOBODY = "65534";
  private static final List<String> NAMESPACE = List.of("unshare", "-U");
  // The capability lets nobody reach a data directory below a home that is closed to others.
  private static final List<String> SWITCH_USER =
      List.of(
          "setpriv",
          "--reuid=" + NOBODY,
          "--regid=" + NOBODY,
          "--clear-groups",
          "--inh-caps=+dac_override",
          "--ambient-caps=+dac_override");

  /** The first account that works here. */
  static Account choose() {
    if (!"0".equals(userIdBy(List.of()))) {
      return new Account(List.of(), "");
    }
    if (worksBy(NAMESPACE)) {
      return new Account(NAMESPACE, "");
    }
    return nobody();
  }

  /** The user {@code nobody}, for a root whom the kernel gives no user namespace. */
  static Account nobody() {
    if (worksBy(SWITCH_USER)) {
      return new Account(SWITCH_USER, NOBODY);
    }
    throw new PostgresException(
        "PostgreSQL does not run as root, and neither `unshare -U` nor `setpriv` works here."
            + " Run as another user, or install util-linux.");
  }

  /** Whether this is the user {@code nobody}, to whom root's home is closed. */
  boolean isNobody() {
    return owner.equals(NOBODY);
  }

  /**
   * Makes a file or directory, with everything in it, the account's own, when root used it by
   * another account before. Does nothing when it does not exist.
   */
  void takeOver(Path path) {
    if (prefix.isEmpty() || !Files.exists(path)) {
      return;
    }
    int wanted = owner.isEmpty() ? 0 : Integer.parseInt(owner);
    try {
      if (Files.getAttribute(path, "unix:uid").equals(wanted)) {
        return;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Command.Result chown =
        Command.run(List.of("chown", "-R", wanted + ":" + wanted, path.toString()));
    if (!chown.succeeded()) {
      throw new PostgresException(
          "%s cannot be given to user %d: %s".formatted(path, wanted, chown.output()));
    }
  }

  private static boolean worksBy(List<String> prefix) {
    String user = userIdBy(prefix);
    return !user.isEmpty() && !"0".equals(user);
  }

  /** The user id that a command sees behind the prefix; empty when the prefix does not work. */
  private static String userIdBy(List<String> prefix) {
    Command.Result id = Command.run(concat(prefix, List.of("id", "-u")));
    return id.succeeded() ? id.output() : "";
  }

  /** The command as this account runs it. */
  List<String> command(List<String> command) {
    return concat(prefix, command);
  }

  private static List<String> concat(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
