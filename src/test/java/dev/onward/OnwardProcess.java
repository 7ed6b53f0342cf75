package dev.onward;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** The built WAR, started by {@code java -jar} as users start it. */
public final class OnwardProcess implements AutoCloseable {

    /**
     * Turns the optimising compiler off: most processes end before it has gained what it costs. The options of a test
     * come later on the command line, so that they can turn it on.
     */
    private static final String QUICK = "-XX:TieredStopAtLevel=1";

    private static final String LISTENING_AT = " is listening at ";

    private final Process process;
    private final URI url;
    private final Path errors;
    private final Queue<String> out;

    /** What a command that ended left behind. */
    public record Ended(int exit, String out, String err) {}

    private OnwardProcess(Process process, URI url, Path errors, Queue<String> out) {
        this.process = process;
        this.url = url;
        this.errors = errors;
        this.out = out;
    }

    /** The command line that starts the WAR with these arguments, on the JDK of the tests. */
    public static List<String> command(List<String> jvm, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(QUICK);
        command.addAll(jvm);
        command.add("-jar");
        command.add(war().toString());
        command.addAll(arguments);
        return command;
    }

    /**
     * The same for a JVM with the classes of the tests, without the WAR: for another environment or other properties.
     */
    public static List<String> classesCommand(List<String> jvm, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(QUICK);
        // As in the manifest of the WAR.
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(jvm);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.onward.launch.ClassesMain"));
        command.add(WebApp.webResource().toString());
        command.addAll(arguments);
        return command;
    }

    /** Runs a command from the classes of the tests to its end. */
    public static Ended runClasses(List<String> jvm, Map<String, String> environment, String... arguments) {
        return execute(classesCommand(jvm, List.of(arguments)), environment);
    }

    /** Serves from the classes of the tests, on a free port, and returns as soon as it answers. */
    public static OnwardProcess serveClasses(String... arguments) {
        return serveClasses(List.of(), Map.of(), arguments);
    }

    public static OnwardProcess serveClasses(List<String> jvm, Map<String, String> environment, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--port", "0"));
        return start(classesCommand(jvm, all), environment);
    }

    public static Path war() {
        return Path.of(System.getProperty("onward.war", "target/onward.war")).toAbsolutePath();
    }

    /** Serves on a free port and returns as soon as it answers. */
    public static OnwardProcess serve(String... arguments) {
        return serve(List.of(), Map.of(), arguments);
    }

    public static OnwardProcess serve(List<String> jvm, Map<String, String> environment, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!all.contains("--port")) {
            all.addAll(List.of("--port", "0"));
        }
        return start(command(jvm, all), environment);
    }

    /** Starts what says at which address it answers, and returns as soon as it does. */
    public static OnwardProcess start(List<String> command, Map<String, String> environment) {
        try {
            Path errors = Files.createTempFile("onward-test", ".err");
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = out.readLine();
            if (line == null || !line.contains(LISTENING_AT)) {
                process.waitFor(10, TimeUnit.SECONDS);
                throw new IllegalStateException("did not start: " + line + Files.readString(errors));
            }
            String url = line.substring(line.indexOf(LISTENING_AT) + LISTENING_AT.length());
            return new OnwardProcess(process, URI.create(url), errors, collect(out));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads on what it writes, which would stand still otherwise. */
    private static Queue<String> collect(BufferedReader out) {
        Queue<String> collected = new ConcurrentLinkedQueue<>();
        Thread reader = new Thread(() -> {
            try (out) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    collected.add(line);
                }
            } catch (IOException e) {
                // It has ended.
            }
        });
        reader.setDaemon(true);
        reader.start();
        return collected;
    }

    /** Runs a command to its end. */
    public static Ended run(String... arguments) {
        return run(List.of(), Map.of(), arguments);
    }

    public static Ended run(List<String> jvm, Map<String, String> environment, String... arguments) {
        return execute(command(jvm, List.of(arguments)), environment);
    }

    /** Runs any command to its end. If it gets as far as listening, then at a free port: 8080 may be another program's. */
    public static Ended execute(List<String> command, Map<String, String> environment) {
        try {
            Path out = Files.createTempFile("onward-test", ".out");
            Path err = Files.createTempFile("onward-test", ".err");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().put("ONWARD_PORT", "0");
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("did not end: " + command);
            }
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public URI url() {
        return url;
    }

    public Process process() {
        return process;
    }

    /** The lines that it has written to standard output since it answers. */
    public List<String> out() {
        return List.copyOf(out);
    }

    /** What it has logged so far. */
    public String log() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it as an operator would, and returns its exit code. */
    public int terminate() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("did not stop: " + log());
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
