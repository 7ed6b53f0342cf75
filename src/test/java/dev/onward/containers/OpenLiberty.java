package dev.onward.containers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

final class OpenLiberty extends Container {

    private static final Artifact ARTIFACT = new Artifact("io.openliberty", "openliberty-runtime", "26.0.0.3", "zip");

    OpenLiberty() {
        super("liberty");
    }

    @Override
    void setUp(Path server, int port) {
        write(server.resolve("servers/onward/server.xml"), """
                <server>
                  <featureManager><feature>servlet-6.0</feature></featureManager>
                  <httpEndpoint id="defaultHttpEndpoint" host="127.0.0.1" httpPort="%d" httpsPort="-1"/>
                </server>
                """.formatted(port));
    }

    /** What is in dropins is found by itself, and has the name of its file for its path. */
    @Override
    void deploy(Path server, String context, Path war, Map<String, String> parameters) {
        copy(war, deployment(server, context));
    }

    @Override
    void undeploy(Path server, String context) {
        delete(deployment(server, context));
    }

    private static Path deployment(Path server, String context) {
        return server.resolve("servers/onward/dropins").resolve(context + ".war");
    }

    @Override
    List<String> command(Path server, int port) {
        return List.of("sh", ARTIFACT.unpacked().resolve("bin/server").toString(), "run", "onward");
    }

    @Override
    Map<String, String> environment(Path server) {
        return Map.of("WLP_USER_DIR", server.toString());
    }
}
