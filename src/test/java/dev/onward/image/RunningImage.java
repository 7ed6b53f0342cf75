package dev.onward.image;

import dev.onward.Http;
import dev.onward.OnwardProcess.Ended;
import dev.onward.Patience;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A container that runs until it is closed, which leaves nothing of it. */
final class RunningImage implements AutoCloseable {

    private final String id;
    private final URI url;

    private RunningImage(String id, URI url) {
        this.id = id;
        this.url = url;
    }

    /** Starts one whose port 8080 is mapped to a free one. */
    static RunningImage start(String image, List<String> options, String... command) {
        return startAt(8080, image, options, command);
    }

    static RunningImage startAt(int port, String image, List<String> options, String... command) {
        String id = Podman.out(
                Podman.runCommand(List.of("--detach", "--publish", "127.0.0.1::" + port), options, image, command));
        String address = Podman.out("port", id).replaceFirst(".*-> ", "");
        return new RunningImage(id, URI.create("http://" + address));
    }

    URI url() {
        return url;
    }

    Http http() {
        return Http.to(url);
    }

    /** Waits until a path is answered with 200. One that never does so is closed, since nobody holds it yet. */
    RunningImage until(String path) {
        return until(path, 200);
    }

    RunningImage until(String path, int status) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < end) {
            try {
                if (http().get(path).status() == status) {
                    return this;
                }
            } catch (UncheckedIOException e) {
                // Not listening yet.
            }
            Patience.pause(10);
        }
        String log = log();
        close();
        throw new IllegalStateException(path + " was not answered with " + status + ": " + log);
    }

    Ended exec(String... command) {
        List<String> all = new ArrayList<>(List.of("--runtime", "runc", "exec", id));
        all.addAll(List.of(command));
        return Podman.ended(all);
    }

    /** As {@code docker stop} does: SIGTERM, and SIGKILL after ten seconds. Returns the exit code. */
    int stop() {
        Podman.out("stop", "--time", "10", id);
        return Integer.parseInt(inspect("{{.State.ExitCode}}"));
    }

    String inspect(String format) {
        return Podman.out("inspect", "--format", format, id);
    }

    /** What docker logs shows, of both streams. */
    String log() {
        Ended logs = Podman.ended(List.of("logs", id));
        return logs.out() + logs.err();
    }

    @Override
    public void close() {
        Podman.out("rm", "--force", "--ignore", "--time", "0", id);
    }
}
