package dev.onward.launch;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
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
     * @param content the folder with the content of the WAR that the command needs
     * @param unpacked done when the folder is complete
     * @param work a temporary folder; deleted at exit
     * @param atExit closed when the process exits, the last one pushed first
     * @param isSettled set when the command serves requests
     * @return the exit code of the process: 0 success, 1 failure, 2 invalid options or input
     */
    public static int run(
            Path content,
            Future<?> unpacked,
            Path work,
            Deque<AutoCloseable> atExit,
            AtomicBoolean isSettled,
            String[] args) {
        Supplier<CommandSpec> serve = () -> ServeCommand.spec(content, unpacked, work, atExit, isSettled);
        CommandLine line = commandLine(serve, content, args).setErr(currentErr());
        int exit = line.execute(args);
        if (System.out.checkError()) {
            line.getErr().println("onward: standard output cannot be written");
            return exit == CommandLine.ExitCode.OK ? CommandLine.ExitCode.USAGE : exit;
        }
        return exit;
    }

    /** Writes to what {@code System.err} is then, because {@link Shutdown} replaces it when the process is being ended. */
    private static PrintWriter currentErr() {
        Writer writer = new Writer() {
            @Override
            public void write(char[] text, int offset, int length) {
                System.err.print(new String(text, offset, length));
            }

            @Override
            public void flush() {
                System.err.flush();
            }

            @Override
            public void close() {
                flush();
            }
        };
        return new PrintWriter(writer, true);
    }

    /**
     * The command line for these arguments, with all commands.
     *
     * @param serve creates the command that starts the server
     */
    static CommandLine commandLine(Supplier<CommandSpec> serve, Path content, String[] args) {
        CommandLine line = commandLine(serve, content);
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

    private static CommandLine commandLine(Supplier<CommandSpec> serve, Path content) {
        CommandSpec spec = serve.get();
        spec.name(COMMAND)
                .usageMessage()
                .customSynopsis(COMMAND + " [OPTIONS]", "       " + COMMAND + " COMMAND [OPTIONS]");
        spec.addSubcommand("serve", serve.get().name("serve"));
        spec.addSubcommand("train", new CommandLine(new TrainCommand()));
        spec.addSubcommand("score", new CommandLine(new ScoreCommand(content)));
        spec.addSubcommand("describe", new CommandLine(new DescribeCommand()));
        spec.addSubcommand("annotate", new CommandLine(new AnnotateCommand()));
        CommandLine doctor = new CommandLine(new DoctorCommand(content));
        SettingOptions.addTo(doctor.getCommandSpec());
        spec.addSubcommand("doctor", doctor);
        spec.addSubcommand("api-key", new CommandLine(new ApiKeyCommand()));
        spec.addSubcommand("unpack", new CommandLine(new UnpackCommand()));
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
