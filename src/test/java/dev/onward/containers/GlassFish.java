package dev.onward.containers;

import dev.onward.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

final class GlassFish extends Container {

    private static final Artifact ARTIFACT =
            new Artifact("org.glassfish.main.distributions", "glassfish", "7.0.21", "zip");

    /** Of all the listeners that it has, which would get in the way of others on the same machine. */
    private static final Pattern PORT = Pattern.compile("port=\"(?!8080\")[0-9]{4}\"");

    GlassFish() {
        super("glassfish");
    }

    @Override
    void setUp(Path server, int port) {
        copyTree(home().resolve("domains"), server);
        Path file = server.resolve("domain1/config/domain.xml");
        String xml =
                PORT.matcher(read(file)).replaceAll(found -> Matcher.quoteReplacement("port=\"" + Ports.free() + "\""));
        write(file, xml.replace("port=\"8080\"", "port=\"" + port + "\""));
    }

    @Override
    void deploy(Path server, String context, Path war, Map<String, String> parameters) {
        copy(war, deployment(server, context));
    }

    @Override
    void undeploy(Path server, String context) {
        delete(deployment(server, context));
    }

    /** Without the mark, it would deploy the application once more after the next start. */
    @Override
    boolean hasRecorded(Path server, String context) {
        return Files.exists(deployment(server, context).resolveSibling(context + ".war_deployed"));
    }

    private static Path deployment(Path server, String context) {
        return server.resolve("domain1/autodeploy").resolve(context + ".war");
    }

    @Override
    int newestJava() {
        return 21;
    }

    /**
     * Its check of who may see what, which every path goes through, takes a colon for the end of a pattern and fails.
     */
    @Override
    boolean takesColons() {
        return false;
    }

    @Override
    List<String> command(Path server, int port) {
        return List.of(
                "sh",
                home().resolve("bin/asadmin").toString(),
                "start-domain",
                "--verbose",
                "--domaindir",
                server.toString(),
                "domain1");
    }

    private static Path home() {
        return ARTIFACT.unpacked().resolve("glassfish");
    }
}
