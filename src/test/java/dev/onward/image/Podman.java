package dev.onward.image;

import dev.onward.OnwardProcess.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command podman, which understands what docker does. */
final class Podman {

    private Podman() {}

    /** Makes an image, with the options that it takes where containers may not be nested. */
    static void build(String name, Path context, String... options) {
        List<String> command =
                new ArrayList<>(List.of("build", "--isolation", "chroot", "--format", "docker", "--layers"));
        command.addAll(List.of(options));
        command.addAll(List.of("--tag", name, context.toString()));
        out(command);
    }

    /** Runs a command in a container of its own to its end. */
    static Ended run(List<String> options, String image, String... command) {
        return ended(runCommand(List.of("--rm"), options, image, command));
    }

    static List<String> runCommand(List<String> first, List<String> options, String image, String... command) {
        List<String> all = new ArrayList<>(List.of("--runtime", "runc", "run"));
        all.addAll(first);
        // Without systemd nobody runs health checks, and podman fails to ask for them.
        all.addAll(List.of("--no-healthcheck", "--ulimit", "nofile=1024:1024", "--ulimit", "nproc=4000:4000"));
        all.addAll(options);
        all.add(image);
        all.addAll(List.of(command));
        return all;
    }

    static String out(String... arguments) {
        return out(List.of(arguments));
    }

    /** What it printed, if it succeeded. */
    static String out(List<String> arguments) {
        Ended ended = ended(arguments);
        if (ended.exit() != 0) {
            throw new IllegalStateException("podman " + arguments + ": " + ended.out() + ended.err());
        }
        return ended.out().strip();
    }

    static Ended ended(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("podman"));
        command.addAll(arguments);
        return process(command);
    }

    static Ended process(List<String> command) {
        try {
            Path out = Files.createTempFile("onward-test", ".out");
            Path err = Files.createTempFile("onward-test", ".err");
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(10, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("did not end: " + command);
            }
            Ended ended = new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return ended;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
