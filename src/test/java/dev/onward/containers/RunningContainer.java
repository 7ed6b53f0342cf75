package dev.onward.containers;

import dev.onward.Http;
import dev.onward.Patience;
import dev.onward.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A container of one's own in a folder of its own, as a process. */
public final class RunningContainer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Container container;
    private final Path server;
    private final int port;
    private final List<String> options;
    private final Map<String, String> environment;
    private Process process;

    private RunningContainer(
            Container container,
            Path server,
            List<String> options,
            Map<String, String> environment,
            List<Path> shared) {
        this.container = container;
        this.server = server;
        this.port = Ports.free();
        this.options = options;
        this.environment = environment;
        container.setUp(server, port);
        shared.forEach(jar -> container.share(server, jar));
        this.process = launch();
    }

    /**
     * Starts it without an application.
     *
     * @param folder that it may fill
     * @param options of its JVM
     * @param shared libraries for all applications
     */
    public static RunningContainer start(
            Container container, Path folder, List<String> options, Map<String, String> environment, Path... shared) {
        return new RunningContainer(container, folder.resolve("server"), options, environment, List.of(shared));
    }

    private Process launch() {
        try {
            Files.createDirectories(temporary());
            ProcessBuilder builder = new ProcessBuilder(container.command(server, port))
                    .directory(server.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            // Which every launcher of a JVM reads, whatever script it is called from.
            builder.environment()
                    .put(
                            "JDK_JAVA_OPTIONS",
                            // Without the optimising compiler: most tests end before it has gained what it costs.
                            "-Xmx512m -XX:TieredStopAtLevel=1 -XX:ErrorFile=" + server.resolve("crash.log")
                                    + " -Djava.io.tmpdir=" + temporary() + " " + String.join(" ", options));
            builder.environment().putAll(container.environment(server));
            builder.environment().putAll(environment);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Container container() {
        return container;
    }

    /** Where its JVM and the applications in it have their temporary files. */
    Path temporary() {
        return server.resolve("tmp");
    }

    /** Everything that it has written to its console. */
    Path log() {
        return server.resolve("console.log");
    }

    /** What the JVM leaves behind if it crashes. */
    Path crash() {
        return server.resolve("crash.log");
    }

    public URI url(String context) {
        return URI.create("http://127.0.0.1:" + port + (context.isEmpty() ? "" : "/" + context));
    }

    Http http(String context) {
        return Http.to(url(context));
    }

    /** Deploys an application and waits until it is ready. */
    public void deploy(String context, Path war, Map<String, String> parameters) {
        container.deploy(server, context, war, parameters);
        await(() -> isReady(context) && container.hasRecorded(server, context), context + " is ready");
    }

    /** Deploys applications to a container that takes none while it runs, by starting it again. */
    void deployAll(List<String> contexts, Path war) {
        terminate();
        contexts.forEach(context -> container.deploy(server, context, war, Map.of()));
        restart();
        contexts.forEach(context -> await(() -> isReady(context), context + " is ready"));
    }

    void undeploy(String context) {
        container.undeploy(server, context);
        await(() -> status(context) != 200, context + " is gone");
    }

    /** What its metrics say in the lines that begin so, all together. */
    double metric(String context, String beginning) {
        return http(context)
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(beginning + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(beginning.length() + 1)))
                .sum();
    }

    public void restart() {
        process = launch();
    }

    public boolean isReady(String context) {
        return status(context) == 200;
    }

    private int status(String context) {
        try {
            return http(context).get("/health/ready").status();
        } catch (UncheckedIOException e) {
            return 0;
        }
    }

    public void await(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0 || !process.isAlive()) {
                throw new IllegalStateException(container + ": expected that " + what + ": " + Container.read(log()));
            }
            Patience.pause(100);
        }
    }

    /** The JVM itself, which some containers start by one or two other programs. Waits until it is there. */
    ProcessHandle jvm() {
        await(() -> findJvm().isPresent(), "its JVM is there");
        return findJvm().orElseThrow();
    }

    private Optional<ProcessHandle> findJvm() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .filter(handle -> handle.info()
                        .command()
                        .filter(command -> command.endsWith("/java"))
                        .isPresent())
                .max(Comparator.comparing(ProcessHandle::pid));
    }

    /** Ends it as an operator would, by SIGTERM to its JVM, and returns the exit code of what was started. */
    public int terminate() {
        signal();
        return ended();
    }

    /** Tells its JVM to end, by SIGTERM, and returns at once. */
    void signal() {
        if (process.isAlive()) {
            jvm().destroy();
        }
    }

    /** Ends it by SIGKILL. */
    void kill() {
        jvm().destroyForcibly();
        ended();
    }

    /** Waits for its end, and returns the exit code of what was started. */
    int ended() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new IllegalStateException(container + " did not stop: " + Container.read(log()));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        terminate();
    }
}
