package io.throughline.local;

import io.throughline.local.bench.BenchCommand;
import io.throughline.local.mesh.MeshException;
import io.throughline.local.postgres.PostgresException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** Runs a mesh on this machine. */
@Command(
    name = "throughline",
    mixinStandardHelpOptions = true,
    description = "Run a Throughline mesh on this machine.",
    subcommands = {
      UpCommand.class,
      DemoCommand.class,
      StatusCommand.class,
      DownCommand.class,
      DoctorCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      BenchCommand.class
    })
public final class Launcher {
  private static final int FAILED = 1;

  /** Ends with 0, with 1 and a message, with 2 when the command line is wrong. */
  public static void main(String[] arguments) {
    CommandLine commandLine =
        new CommandLine(new Launcher()).setExecutionExceptionHandler(Launcher::explain);
    System.exit(commandLine.execute(arguments));
  }

  /** A person gets the message; only a fault of ours shows where it happened. */
  private static int explain(Exception fault, CommandLine commandLine, ParseResult parsed) {
    if (fault instanceof MeshException || fault instanceof PostgresException) {
      System.err.println("throughline: " + fault.getMessage());
    } else if (fault instanceof UncheckedIOException) {
      System.err.println("throughline: " + fault.getMessage() + ": " + fault.getCause());
    } else {
      fault.printStackTrace();
    }
    return FAILED;
  }
}
