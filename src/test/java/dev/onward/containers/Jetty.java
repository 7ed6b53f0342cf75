package dev.onward.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

final class Jetty extends Container {

    private static final Artifact ARTIFACT = new Artifact("org.eclipse.jetty", "jetty-home", "12.1.12", "zip");

    private final String environment;

    /** @param environment Jetty's name for a version of Jakarta EE: ee10, ee11 */
    Jetty(String environment) {
        super("jetty-" + environment);
        this.environment = environment;
    }

    @Override
    void setUp(Path server, int port) {
        try {
            Files.createDirectories(server);
            int exit = new ProcessBuilder(
                            java(),
                            "-jar",
                            start(),
                            "--create-startd",
                            "--add-modules=http,ext,graceful," + environment + "-webapp," + environment + "-deploy")
                    .directory(server.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(server.resolve("setup.log").toFile())
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException(read(server.resolve("setup.log")));
            }
            Files.createDirectories(server.resolve("webapps"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    void deploy(Path server, String context, Path war, Map<String, String> parameters) {
        StringBuilder xml = new StringBuilder("""
                <?xml version="1.0"?>
                <!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
                <Configure class="org.eclipse.jetty.%s.webapp.WebAppContext">
                  <Set name="contextPath">/%s</Set>
                  <Set name="war">%s</Set>
                """.formatted(environment, context, war));
        parameters.forEach((name, value) -> xml.append(
                "  <Call name=\"setInitParameter\"><Arg>%s</Arg><Arg>%s</Arg></Call>\n".formatted(name, value)));
        write(descriptor(server, context), xml.append("</Configure>\n").toString());
    }

    @Override
    void undeploy(Path server, String context) {
        delete(descriptor(server, context));
    }

    private static Path descriptor(Path server, String context) {
        return server.resolve("webapps").resolve((context.isEmpty() ? "root" : context) + ".xml");
    }

    @Override
    void share(Path server, Path jar) {
        copy(jar, server.resolve("lib/ext").resolve(jar.getFileName()));
    }

    @Override
    List<String> command(Path server, int port) {
        return List.of(
                java(),
                "-jar",
                start(),
                "jetty.base=" + server,
                "jetty.http.host=127.0.0.1",
                "jetty.http.port=" + port,
                "jetty.deploy.scanInterval=1",
                "jetty.server.stopTimeout=10000");
    }

    @Override
    boolean takesParameters() {
        return true;
    }

    private static String start() {
        return ARTIFACT.unpacked().resolve("start.jar").toString();
    }
}
