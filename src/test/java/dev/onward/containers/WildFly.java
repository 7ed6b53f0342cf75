package dev.onward.containers;

import dev.onward.Ports;
import dev.onward.Wire;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

final class WildFly extends Container {

    private static final Artifact ARTIFACT = new Artifact("org.wildfly", "wildfly-dist", "39.0.1.Final", "zip");

    WildFly() {
        super("wildfly");
    }

    @Override
    void setUp(Path server, int port) {
        copyTree(ARTIFACT.unpacked().resolve("standalone"), server);
    }

    @Override
    void deploy(Path server, String context, Path war, Map<String, String> parameters) {
        copy(war, deployment(server, context, ""));
        write(deployment(server, context, ".dodeploy"), "");
    }

    @Override
    void undeploy(Path server, String context) {
        delete(deployment(server, context, ".deployed"));
    }

    private static Path deployment(Path server, String context, String marker) {
        return server.resolve("deployments").resolve(context + ".war" + marker);
    }

    /** With nothing in it, from when the application is asked to go until it is gone. */
    @Override
    boolean refusesSo(Wire.Answer answer) {
        return answer.status() == 500 && answer.body().isEmpty();
    }

    @Override
    List<String> command(Path server, int port) {
        return List.of(
                "sh",
                ARTIFACT.unpacked().resolve("bin/standalone.sh").toString(),
                "-Djboss.server.base.dir=" + server,
                "-Djboss.http.port=" + port,
                "-Djboss.https.port=" + Ports.free(),
                "-Djboss.management.http.port=" + Ports.free());
    }

    @Override
    Map<String, String> environment(Path server) {
        return Map.of("LAUNCH_JBOSS_IN_BACKGROUND", "1");
    }
}
