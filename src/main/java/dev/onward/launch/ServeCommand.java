package dev.onward.launch;

import dev.onward.settings.Setting;
import dev.onward.settings.Settings;
import dev.onward.settings.Settings.Source;
import dev.onward.settings.SettingsException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Starts the server and waits until the process is ended. */
final class ServeCommand implements Callable<Integer> {

    private final Path application;
    private final Future<?> unpacked;
    private final Path work;
    private final Deque<AutoCloseable> atExit;
    private final AtomicBoolean isSettled;
    private CommandSpec spec = CommandSpec.create();

    private ServeCommand(
            Path application, Future<?> unpacked, Path work, Deque<AutoCloseable> atExit, AtomicBoolean isSettled) {
        this.application = application;
        this.unpacked = unpacked;
        this.work = work;
        this.atExit = atExit;
        this.isSettled = isSettled;
    }

    /** The command with its options. */
    static CommandSpec spec(
            Path application, Future<?> unpacked, Path work, Deque<AutoCloseable> atExit, AtomicBoolean isSettled) {
        ServeCommand serve = new ServeCommand(application, unpacked, work, atExit, isSettled);
        CommandSpec spec = CommandSpec.wrapWithoutInspection(serve).mixinStandardHelpOptions(true);
        spec.usageMessage()
                .sortOptions(false)
                .customSynopsis(Launcher.COMMAND + " serve [OPTIONS]")
                .description("Serves an ONNX model as a web application.")
                .footer(
                        "",
                        "Every server option can also be set as a system property or an environment variable.",
                        "For example, --port can be set as onward.port or ONWARD_PORT.");
        SettingOptions.addTo(spec);
        serve.spec = spec;
        return spec;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Map<Setting, String> flags = SettingOptions.values(spec);
        try {
            Settings settings = Settings.read(Source.ofFlags(flags));
            atExit.push(Logging.configure(settings.logLevel()));
            Thread.setDefaultUncaughtExceptionHandler(ServeCommand::report);
            EmbeddedServer server = EmbeddedServer.create(settings, flags, application, work.resolve("webapp"));
            atExit.push(server);
            unpacked.get();
            server.start();
            isSettled.set(true);
            out.println("Onward " + Launcher.version() + " is listening at " + server.url());
            out.flush();
            server.join();
            return 0;
        } catch (SettingsException e) {
            err.println("onward: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        } catch (ExecutionException e) {
            err.println("onward: " + Objects.requireNonNull(e.getCause()).getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        } catch (StartException e) {
            err.println("onward: " + e.getMessage());
            return e.exitCode();
        }
    }

    private static void report(Thread thread, Throwable thrown) {
        if (thrown instanceof OutOfMemoryError) {
            EmbeddedServer.endOutOfMemory();
        }
        System.err.println("Exception in thread \"" + thread.getName() + "\"");
        thrown.printStackTrace();
    }
}
