package dev.onward.containers;

import dev.onward.OnwardProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The WAR by itself, as the containers are compared with it. */
final class Standalone extends Container {

    Standalone() {
        super("standalone");
    }

    @Override
    void setUp(Path server, int port) {
        write(server.resolve("none"), "");
    }

    @Override
    void deploy(Path server, String context, Path war, Map<String, String> parameters) {
        // It has the application, and no other.
    }

    @Override
    List<String> command(Path server, int port) {
        return List.of(java(), "-jar", OnwardProcess.war().toString(), "--port", Integer.toString(port));
    }
}
