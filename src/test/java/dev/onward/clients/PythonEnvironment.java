package dev.onward.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A virtual environment of Python under target/, with what src/test/clients/{name}/requirements.txt pins. It is made
 * when it is first needed, and made again when the pins change.
 */
public final class PythonEnvironment {

    private static final Path SOURCES = Path.of("src/test/clients").toAbsolutePath();
    private static final Path ENVIRONMENTS = Path.of("target/clients").toAbsolutePath();
    private static final String PYTHON = System.getProperty("python", "python3");

    /** A copy of the pins, the last file to be written. */
    private static final String INSTALLED = "installed.txt";

    private final Path sources;
    private final Path folder;

    private PythonEnvironment(Path sources, Path folder) {
        this.sources = sources;
        this.folder = folder;
    }

    public static PythonEnvironment of(String name) {
        return of(SOURCES.resolve(name), ENVIRONMENTS.resolve(name));
    }

    /**
     * One of other tests.
     *
     * @param sources with a requirements.txt
     * @param folder for the environment
     */
    public static synchronized PythonEnvironment of(Path sources, Path folder) {
        PythonEnvironment python = new PythonEnvironment(sources, folder);
        try {
            python.install();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return python;
    }

    private void install() throws IOException {
        Path pins = sources.resolve("requirements.txt");
        Files.createDirectories(ENVIRONMENTS);
        Files.createDirectories(folder.toAbsolutePath().getParent());
        // Another process may need the same environment at the same time.
        try (FileChannel file = FileChannel.open(
                        ENVIRONMENTS.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            if (lock.isValid() && !isInstalled(folder, pins)) {
                String uv = uv();
                succeed(List.of(uv, "venv", "--quiet", "--clear", "--python", PYTHON, folder.toString()));
                succeed(List.of(
                        uv,
                        "pip",
                        "install",
                        "--quiet",
                        "--native-tls",
                        "--require-hashes",
                        "--python",
                        command("python").get(0),
                        "--requirement",
                        pins.toString()));
                Files.copy(pins, folder.resolve(INSTALLED));
            }
        }
    }

    private static boolean isInstalled(Path folder, Path pins) throws IOException {
        Path installed = folder.resolve(INSTALLED);
        return Files.exists(installed) && Files.mismatch(pins, installed) < 0;
    }

    /** Returns the path of uv, which installs in seconds what takes pip minutes. */
    private static String uv() throws IOException {
        Path pins = SOURCES.resolve("uv").resolve("requirements.txt");
        Path folder = ENVIRONMENTS.resolve("uv");
        if (!isInstalled(folder, pins)) {
            succeed(List.of(PYTHON, "-m", "venv", "--clear", folder.toString()));
            succeed(List.of(
                    folder.resolve("bin/pip").toString(),
                    "install",
                    "--quiet",
                    "--require-hashes",
                    "--requirement",
                    pins.toString()));
            Files.copy(pins, folder.resolve(INSTALLED));
        }
        return folder.resolve("bin/uv").toString();
    }

    /** Where the requirements are, and what is run with them. */
    public Path sources() {
        return sources;
    }

    /** The command line of a program of this environment. */
    public List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(folder.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** What a command that ended left behind. */
    public record Ended(int exit, String output) {}

    /** Runs a command to its end; throws with what it printed if it fails. */
    public static void succeed(List<String> command) {
        Ended ended = run(command, Map.of());
        if (ended.exit() != 0) {
            throw new IllegalStateException(
                    String.join(" ", command) + " ended with exit code " + ended.exit() + ":\n" + ended.output());
        }
    }

    /** Runs a command to its end. */
    public static Ended run(List<String> command, Map<String, String> environment) {
        try {
            Path output = Files.createTempFile("onward-test", ".out");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(10, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("did not end: " + String.join(" ", command));
            }
            return new Ended(process.exitValue(), Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
