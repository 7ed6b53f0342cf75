package dev.onward.page.form;

import dev.onward.json.JsonGenerators;
import dev.onward.openapi.ExampleRow;
import dev.onward.openapi.JsonTree;
import dev.onward.page.model.CurlCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Programs that request the prediction of a row, to be copied.
 *
 * @param url of the model's predictions
 * @param tensorUrl of the model in the Open Inference Protocol
 * @param needsKey true if an API key is required
 */
record CodeSnippets(String url, String tensorUrl, boolean needsKey) {

    /** A program in one language. */
    record Snippet(String language, String code) {}

    /**
     * @param tensors the request for the row in the Open Inference Protocol; empty if the protocol cannot express it
     */
    List<Snippet> of(ExampleRow row, Optional<Map<String, Object>> tensors) {
        List<Snippet> snippets = new ArrayList<>(List.of(
                new Snippet("curl", new CurlCommands(url, needsKey).json(row.json())),
                new Snippet("Python", python(row)),
                new Snippet("JavaScript", javaScript(row)),
                new Snippet("Java", java(row))));
        tensors.map(request -> new CurlCommands(tensorUrl, needsKey).json(JsonTree.text(request)))
                .ifPresent(command -> snippets.add(new Snippet("Open Inference Protocol (V2)", command)));
        return List.copyOf(snippets);
    }

    private String python(ExampleRow row) {
        String literals =
                lines(row, value -> value.equals(true) ? "True" : value.equals(false) ? "False" : json(value));
        return """
                import requests

                row = %s
                response = requests.post(%s, json=row%s)
                response.raise_for_status()
                print(response.json())""".formatted(literals, json(url), key(", headers={\"X-Api-Key\": \"KEY\"}"));
    }

    private String javaScript(ExampleRow row) {
        String literals = lines(row, CodeSnippets::json);
        return """
                const row = %s;
                const response = await fetch(%s, {
                  method: "POST",
                  headers: { "Content-Type": "application/json"%s },
                  body: JSON.stringify(row),
                });
                if (!response.ok) throw new Error(await response.text());
                console.log(await response.json());""".formatted(literals, json(url), key(", \"X-Api-Key\": \"KEY\""));
    }

    private String java(ExampleRow row) {
        return """
                import java.net.URI;
                import java.net.http.HttpClient;
                import java.net.http.HttpRequest;
                import java.net.http.HttpResponse.BodyHandlers;

                public class Predict {
                    public static void main(String[] args) throws Exception {
                        String row = %s;
                        HttpRequest request = HttpRequest.newBuilder(URI.create(%s))
                                .header("Content-Type", "application/json")%s
                                .POST(HttpRequest.BodyPublishers.ofString(row))
                                .build();
                        System.out.println(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
                    }
                }""".formatted(json(row.json()), json(url), key("\n                .header(\"X-Api-Key\", \"KEY\")"));
    }

    /** The part of a program that sends the key, if one is required. */
    private String key(String part) {
        return needsKey ? part : "";
    }

    /** An object with a line for each feature. */
    private static String lines(ExampleRow row, Function<Object, String> literal) {
        return row.cells().entrySet().stream()
                .map((Map.Entry<String, Object> cell) ->
                        "  " + json(cell.getKey()) + ": " + literal.apply(cell.getValue()))
                .collect(Collectors.joining(",\n", "{\n", "\n}"));
    }

    /** A literal that means the same in all of these languages. */
    private static String json(Object value) {
        return JsonGenerators.literal(value);
    }
}
