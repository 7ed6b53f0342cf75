package dev.onward.containers;

import dev.onward.Documents;
import dev.onward.Wire;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

final class Tomcat extends Container {

    private static final String CONNECTOR = "<Connector port=\"8080\"";

    private final Artifact artifact;

    /** The element in conf/server.xml; empty for the one that Tomcat comes with. */
    private final Optional<String> connector;

    Tomcat(String name, String version) {
        this(name, new Artifact("org.apache.tomcat", "tomcat", version, "zip"), Optional.empty());
    }

    private Tomcat(String name, Artifact artifact, Optional<String> connector) {
        super(name);
        this.artifact = artifact;
        this.connector = connector;
    }

    /** Returns the same with another connector, an element for port 8080. */
    Tomcat withConnector(String element) {
        if (!element.startsWith(CONNECTOR)) {
            throw new IllegalArgumentException(
                    "expected an element that begins with " + CONNECTOR + ", got " + element);
        }
        return new Tomcat(name(), artifact, Optional.of(element));
    }

    @Override
    void setUp(Path server, int port) {
        copyTree(artifact.unpacked().resolve("conf"), server.resolve("conf"));
        String original = read(server.resolve("conf/server.xml"));
        String xml = connector
                .map(element -> original.replaceFirst(CONNECTOR + "[^>]*/>", Matcher.quoteReplacement(element)))
                .orElse(original)
                .replace("<Server port=\"8005\"", "<Server port=\"-1\"")
                .replace(CONNECTOR, "<Connector address=\"127.0.0.1\" port=\"" + port + "\"")
                // New applications are looked for every ten seconds if nothing is said.
                .replace("<Engine ", "<Engine backgroundProcessorDelay=\"1\" ");
        write(server.resolve("conf/server.xml"), xml);
        write(server.resolve("webapps/none"), "");
        write(server.resolve("temp/none"), "");
    }

    /** By a descriptor, which is where Tomcat has context parameters and the entries of java:comp/env. */
    @Override
    void deploy(Path server, String context, Path war, Map<String, String> parameters) {
        String documented = Documents.block(DOCUMENT, "<Context").replace("/opt/onward/onward.war", war.toString());
        Map<String, String> entries = new HashMap<>(parameters);
        entries.keySet().removeIf(name -> !name.startsWith(ENTRY));
        Map<String, String> others = new HashMap<>(parameters);
        others.keySet().removeAll(entries.keySet());
        String withParameters = withEntries(
                documented, "<Parameter", others, (line, entry) -> line.replace("onward.model", entry.getKey())
                        .replace("/opt/onward/fraud.onnx", entry.getValue()));
        write(
                descriptor(server, context),
                withEntries(withParameters, "<Environment", entries, (line, entry) -> line.replace(
                                "onward.row-limit", entry.getKey().substring(ENTRY.length()))
                        .replace("1000", entry.getValue())));
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

    /**
     * In its own words: while it closes, it takes a request that it has read in part for a bad one, once in 50 stops.
     */
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
