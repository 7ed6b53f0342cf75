package dev.onward.containers;

import dev.onward.Documents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
                            // As documented, and the folder for shared libraries.
                            modules().replace("ee10", environment) + ",ext")
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
        String documented = Documents.block(DOCUMENT, "WebAppContext")
                .replace("ee10", environment)
                .replace("/fraud<", "/" + context + "<")
                .replace("/opt/onward/onward.war", war.toString());
        write(
                descriptor(server, context),
                withEntries(documented, "setInitParameter", parameters, (line, entry) -> line.replace(
                                "onward.model", entry.getKey())
                        .replace("/opt/onward/fraud.onnx", entry.getValue())));
    }

    private static String modules() {
        Matcher modules = Pattern.compile("--add-modules=\\S+").matcher(read(Path.of(DOCUMENT)));
        if (!modules.find()) {
            throw new IllegalStateException(DOCUMENT + ": expected Jetty's modules");
        }
        return modules.group();
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
