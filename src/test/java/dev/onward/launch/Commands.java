package dev.onward.launch;

import dev.onward.OnwardProcess.Ended;
import dev.onward.WebApp;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;

/** Runs commands in this JVM. Not for commands that start the server, which sets the log of the whole JVM. */
final class Commands {

    private Commands() {}

    static Ended run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Launcher.commandLine(
                        () -> ServeCommand.spec(
                                Path.of("."),
                                CompletableFuture.completedFuture(null),
                                WebApp.webResource(),
                                new ArrayDeque<>(),
                                new AtomicBoolean()),
                        WebApp.webResource(),
                        args)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        int exit = line.execute(args);
        return new Ended(exit, out.toString(), err.toString());
    }
}
