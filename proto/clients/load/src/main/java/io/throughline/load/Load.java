package io.throughline.load;

import io.grpc.StatusRuntimeException;
import io.throughline.load.mesh.LoadException;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Loads a mesh, and checks that it has lost nothing. */
@Command(
    name = "throughline",
    mixinStandardHelpOptions = true,
    description = "Load a mesh, and check that it has lost nothing.",
    subcommands = {
      LoadCommand.class,
      CheckCommand.class,
      RebuildCommand.class,
      ObserveCommand.class
    })
public final class Load {
  private static final int FAILED = 1;

  /** Ends with 0, with 1 and a message, with 2 when the command line is wrong. */
  public static void main(String[] arguments) {
    LogManager.getLogManager().reset();
    System.exit(
        new CommandLine(new Load())
            .setExecutionExceptionHandler((fault, line, parsed) -> explain(fault))
            .execute(arguments));
  }

  /** A person gets the message; only a fault of ours shows where it happened. */
  private static int explain(Exception fault) {
    if (fault instanceof LoadException || fault instanceof StatusRuntimeException) {
      System.err.println("throughline: " + fault.getMessage());
    } else {
      fault.printStackTrace();
    }
    return FAILED;
  }
}
