package dev.onward.conformance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The suite, pointed at a server. */
final class Conformance {

    private final URI server;
    private final List<Case> cases;
    private final String title;
    private final Set<String> extensions;
    private final IdentityHashMap<Case, Outcome> outcomes = new IdentityHashMap<>();

    private Conformance(URI server, List<Case> cases, String title, Set<String> extensions) {
        this.server = server;
        this.cases = cases;
        this.title = title;
        this.extensions = extensions;
    }

    static Conformance of(URI server, Models models) throws IOException {
        HttpRequest metadata = HttpRequest.newBuilder(server.resolve("/v2")).build();
        JsonNode told = send(metadata)
                .json()
                .orElseThrow(() -> new IOException(server + "v2: expected JSON, got something else"));
        String title = told.path("name").asString("a server without a name") + " "
                + told.path("version").asString("");
        Set<String> extensions = told.path("extensions")
                .valueStream()
                .map(extension -> extension.asString(""))
                .collect(Collectors.toSet());
        return new Conformance(server, Cases.read(models), title.strip(), extensions);
    }

    Stream<Case> cases() {
        return cases.stream();
    }

    /** The outcome of a case, which is tried once. */
    Outcome run(Case tried) {
        return outcomes.computeIfAbsent(
                tried, one -> new Outcome(one, mismatches(one), extensions.contains(one.extension())));
    }

    ConformanceReport run() {
        return new ConformanceReport(title, cases.stream().map(this::run).toList());
    }

    private List<String> mismatches(Case tried) {
        try {
            return Expectation.mismatches(tried.expected(), send(Request.of(tried.request(), server)));
        } catch (IOException e) {
            return List.of("expected an answer, got none");
        }
    }

    /** On a connection of its own: some servers close one after an error, and the next request would be lost. */
    private static Answer send(HttpRequest request) throws IOException {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try {
            return Answer.of(client.send(request, BodyHandlers.ofByteArray()));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
