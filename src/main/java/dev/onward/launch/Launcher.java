package dev.onward.launch;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The command line: serving, with one option for each setting, and the other commands. */
public final class Launcher {

    /** Begins what users type. */
    static final String COMMAND = "java -jar onward.war";

    private Launcher() {}

    /**
     * Runs a command.
     *
     * @param application the folder with the web application
     * @param unpacked done when the folder is complete
     * @param work the temporary folder into which {@link Main} unpacks the WAR; deleted at exit
     * @param atExit closed when the process exits, the last one pushed first
     * @return the exit code of the process: 0 success, 1 failure, 2 invalid options or input
     */
    public static int run(Path application, Future<?> unpacked, Path work, Deque<AutoCloseable> atExit, String[] args) {
        return commandLine(application, unpacked, work, atExit, args).execute(args);
    }

    /** The command line for these arguments, with all commands. */
    static CommandLine commandLine(
            Path application, Future<?> unpacked, Path work, Deque<AutoCloseable> atExit, String[] args) {
        CommandLine line = commandLine(application, unpacked, work, atExit);
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

    private static CommandLine commandLine(
            Path application, Future<?> unpacked, Path work, Deque<AutoCloseable> atExit) {
        CommandSpec spec = ServeCommand.spec(application, unpacked, work, atExit);
        spec.name(COMMAND)
                .usageMessage()
                .customSynopsis(COMMAND + " [OPTIONS]", "       " + COMMAND + " COMMAND [OPTIONS]");
        spec.addSubcommand(
                "serve", ServeCommand.spec(application, unpacked, work, atExit).name("serve"));
        spec.addSubcommand("train", new CommandLine(new TrainCommand()));
        spec.addSubcommand("score", new CommandLine(new ScoreCommand(work)));
        spec.addSubcommand("describe", new CommandLine(new DescribeCommand()));
        spec.addSubcommand("annotate", new CommandLine(new AnnotateCommand()));
        CommandLine doctor = new CommandLine(new DoctorCommand(work));
        SettingOptions.addTo(doctor.getCommandSpec());
        spec.addSubcommand("doctor", doctor);
        spec.addSubcommand("api-key", new CommandLine(new ApiKeyCommand()));
        spec.addSubcommand("help", new CommandLine(new HelpCommand()));
        String[] version = {"onward " + version(), "java " + Runtime.version()};
        spec.version(version);
        spec.subcommands().values().forEach(command -> command.getCommandSpec().version(version));
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
        CommandSpec command = exception.getCommandLine().getCommandSpec();
        err.println("onward: " + UsageProblem.text(exception, List.of(args)));
        err.println("Try " + command.qualifiedName() + " --help.");
        return CommandLine.ExitCode.USAGE;
    }
}
