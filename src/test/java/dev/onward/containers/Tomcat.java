package dev.onward.containers;

import dev.onward.Wire;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

final class Tomcat extends Container {

    private final Artifact artifact;

    Tomcat(String name, String version) {
        super(name);
        this.artifact = new Artifact("org.apache.tomcat", "tomcat", version, "zip");
    }

    @Override
    void setUp(Path server, int port) {
        copyTree(artifact.unpacked().resolve("conf"), server.resolve("conf"));
        String xml = read(server.resolve("conf/server.xml"))
                .replace("<Server port=\"8005\"", "<Server port=\"-1\"")
                .replace("<Connector port=\"8080\"", "<Connector address=\"127.0.0.1\" port=\"" + port + "\"")
                // New applications are looked for every ten seconds if nothing is said.
                .replace("<Engine ", "<Engine backgroundProcessorDelay=\"1\" ");
        write(server.resolve("conf/server.xml"), xml);
        write(server.resolve("webapps/none"), "");
        write(server.resolve("temp/none"), "");
    }

    /** By a descriptor, which is where Tomcat has context parameters and the entries of java:comp/env. */
    @Override
    void deploy(Path server, String context, Path war, Map<String, String> parameters) {
        StringBuilder xml = new StringBuilder("<Context docBase=\"" + war + "\">\n");
        parameters.forEach((name, value) -> xml.append(
                name.startsWith(ENTRY)
                        ? "  <Environment name=\"%s\" value=\"%s\" type=\"java.lang.String\"/>\n"
                                .formatted(name.substring(ENTRY.length()), value)
                        : "  <Parameter name=\"%s\" value=\"%s\" override=\"false\"/>\n".formatted(name, value)));
        write(descriptor(server, context), xml.append("</Context>\n").toString());
    }

    @Override
    void undeploy(Path server, String context) {
        delete(descriptor(server, context));
    }

    @Override
    void share(Path server, Path jar) {
        copy(jar, server.resolve("lib").resolve(jar.getFileName()));
    }

    private static Path descriptor(Path server, String context) {
        return server.resolve("conf/Catalina/localhost").resolve(context + ".xml");
    }

    @Override
    List<String> command(Path server, int port) {
        return List.of("sh", artifact.unpacked().resolve("bin/catalina.sh").toString(), "run");
    }

    @Override
    Map<String, String> environment(Path server) {
        return Map.of(
                "CATALINA_BASE", server.toString(),
                "CATALINA_TMPDIR", server.resolve("tmp").toString());
    }

    /** In its own words: while it closes, it takes a request that it has read in part for a bad one, once in 50 stops. */
    @Override
    boolean refusesSo(Wire.Answer answer) {
        return answer.status() == 400
                && answer.headers().getOrDefault("content-type", "").startsWith("text/html");
    }

    @Override
    boolean takesParameters() {
        return true;
    }

    @Override
    boolean takesEntries() {
        return true;
    }
}
