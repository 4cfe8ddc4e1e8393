package io.throughline.cli;

import io.throughline.cli.care.QuarantineCommand;
import io.throughline.cli.care.RedactCommand;
import io.throughline.cli.care.TraceCommand;
import io.throughline.cli.gate.GateCommand;
import io.throughline.cli.graph.DeploymentsCommand;
import io.throughline.cli.graph.DiffCommand;
import io.throughline.cli.graph.LineageCommand;
import io.throughline.cli.graph.ModelsCommand;
import io.throughline.cli.graph.RunsCommand;
import io.throughline.cli.graph.SeriesCommand;
import io.throughline.cli.graph.ShowCommand;
import io.throughline.cli.lifecycle.DeleteCommand;
import io.throughline.cli.lifecycle.PurgeCommand;
import io.throughline.cli.lifecycle.UndeleteCommand;
import io.throughline.cli.output.Explanation;
import io.throughline.cli.policy.PolicyCommand;
import io.throughline.cli.rank.RankCommand;
import io.throughline.cli.transfer.ExportCommand;
import io.throughline.cli.transfer.ImportCommand;
import io.throughline.cli.trial.TrialCommand;
import java.io.PrintWriter;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code throughline}. */
@Command(
    name = "throughline",
    mixinStandardHelpOptions = true,
    version = "throughline 0.1.0",
    description = "Questions to a mesh: may it go out, what came from what, what was chosen.",
    subcommands = {
      GateCommand.class,
      PolicyCommand.class,
      TrialCommand.class,
      RankCommand.class,
      RunsCommand.class,
      ModelsCommand.class,
      LineageCommand.class,
      DiffCommand.class,
      SeriesCommand.class,
      ShowCommand.class,
      DeploymentsCommand.class,
      TraceCommand.class,
      RedactCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      DeleteCommand.class,
      UndeleteCommand.class,
      PurgeCommand.class,
      QuarantineCommand.class
    },
    footer = {"", "Without --server, the local mesh of --data (default .throughline) is asked."})
public final class Throughline {
  /** What a command ends with where it could not do its work, or was called wrongly. */
  public static final int ERROR = 3;

  private Throughline() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    LogManager.getLogManager().reset();
    System.exit(
        run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments));
  }

  /** Runs one command; its exit code. */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine line = new CommandLine(new Throughline());
    line.setOut(out);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setExecutionExceptionHandler(
        (failed, command, parsed) -> {
          command.getErr().println(Explanation.of(failed));
          return ERROR;
        });
    line.setParameterExceptionHandler(
        (wrong, given) -> {
          CommandLine command = wrong.getCommandLine();
          command.getErr().println(wrong.getMessage());
          command.getErr().printf("See '%s --help'.%n", command.getCommandSpec().qualifiedName());
          return ERROR;
        });
    int code = line.execute(arguments);
    out.flush();
    err.flush();
    return code;
  }
}
