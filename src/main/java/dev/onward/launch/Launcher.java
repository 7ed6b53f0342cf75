package dev.onward.launch;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Deque;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The command line: serving, with one option for each setting, and the other commands. */
public final class Launcher {

    private Launcher() {}

    /**
     * Runs a command.
     *
     * @param war the file given to {@code java -jar}
     * @param work the temporary folder into which {@link Main} has unpacked the WAR; deleted at exit
     * @param atExit closed when the process exits, the last one pushed first
     * @return the exit code of the process: 0 success, 1 failure, 2 invalid options or input
     */
    public static int run(Path war, Path work, Deque<AutoCloseable> atExit, String[] args) {
        return commandLine(war, work, atExit, args).execute(args);
    }

    /** The command line for these arguments, with all commands. */
    static CommandLine commandLine(Path war, Path work, Deque<AutoCloseable> atExit, String[] args) {
        CommandLine line = commandLine(war, work, atExit);
        // Main has unpacked only the files needed for the first argument. If it is an option, that is
        // the server.
        line.setExecutionStrategy(result -> {
            if (result.hasSubcommand() && args[0].startsWith("-")) {
                throw new ParameterException(
                        line,
                        "expected the command first: "
                                + result.subcommand().commandSpec().name() + " [OPTIONS]");
            }
            return new CommandLine.RunLast().execute(result);
        });
        return line;
    }

    private static CommandLine commandLine(Path war, Path work, Deque<AutoCloseable> atExit) {
        ServeCommand serve = new ServeCommand(war, work, atExit);
        CommandSpec spec = CommandSpec.wrapWithoutInspection(serve).name("onward");
        serve.spec(spec);
        spec.mixinStandardHelpOptions(true)
                .version("onward " + version(), "java " + Runtime.version())
                .usageMessage()
                .sortOptions(false)
                .customSynopsis("java -jar onward.war [OPTIONS]", "java -jar onward.war COMMAND [OPTIONS]")
                .description("Serves an ONNX model as a web application.")
                .footer(
                        "",
                        "Every server option can also be set as a system property or an environment variable.",
                        "For example, --port can be set as onward.port or ONWARD_PORT.");
        SettingOptions.addTo(spec);
        spec.addSubcommand("train", new CommandLine(new TrainCommand()));
        spec.addSubcommand("score", new CommandLine(new ScoreCommand(work)));
        spec.addSubcommand("describe", new CommandLine(new DescribeCommand()));
        spec.addSubcommand("annotate", new CommandLine(new AnnotateCommand()));
        CommandLine doctor = new CommandLine(new DoctorCommand(work));
        SettingOptions.addTo(doctor.getCommandSpec());
        spec.addSubcommand("doctor", doctor);
        spec.addSubcommand("api-key", new CommandLine(new ApiKeyCommand()));
        return new CommandLine(spec)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(Launcher::report)
                .setExecutionExceptionHandler((exception, line, result) -> {
                    exception.printStackTrace(line.getErr());
                    return 1;
                });
    }

    static String version() {
        String version = Launcher.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }

    private static int report(ParameterException exception, String[] args) {
        PrintWriter err = exception.getCommandLine().getErr();
        err.println("onward: " + exception.getMessage());
        err.println("Try --help.");
        return CommandLine.ExitCode.USAGE;
    }
}
