package dev.onward.deploy;

import dev.onward.Http;
import dev.onward.OnwardProcess;
import dev.onward.Ports;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One of several processes of the WAR, at an address that outlasts it. */
final class Replica implements AutoCloseable {

    private final int port = Ports.free();
    private final List<String> arguments;
    private OnwardProcess process;

    private Replica(List<String> arguments) {
        this.arguments = new ArrayList<>(arguments);
        this.arguments.addAll(List.of("--port", Integer.toString(port)));
        this.process = serve();
    }

    static Replica start(String... arguments) {
        return new Replica(List.of(arguments));
    }

    private OnwardProcess serve() {
        return OnwardProcess.serve(List.of("-Xmx256m"), Map.of(), arguments.toArray(String[]::new));
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    Http http() {
        return Http.to(URI.create("http://" + address()));
    }

    /** The lines of its access log. */
    List<String> log() {
        return process.out();
    }

    /** Ends it by SIGTERM, as an orchestrator does, and returns its exit code. */
    int terminate() {
        return process.terminate();
    }

    /** Ends it by SIGKILL. */
    void kill() {
        process.process().destroyForcibly().onExit().join();
    }

    void startAgain() {
        process = serve();
    }

    @Override
    public void close() {
        process.process().destroyForcibly();
    }
}
