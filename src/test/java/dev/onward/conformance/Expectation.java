package dev.onward.conformance;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.StringNode;

/**
 * Compares an answer with what is expected of it:
 *
 * <ul>
 *   <li>{@code status}: a number. {@code error}: a number, or "any" for any status of an error, and a body that is an
 *       object with a text "error".
 *   <li>{@code headers}: a {@link Pattern} for each by its name.
 *   <li>{@code json}: a pattern. {@code outputs}: a pattern for each output by its name, in whichever order they
 *       come. {@code names}: the outputs, and no other.
 *   <li>{@code binary}: the bytes of outputs by name, in hexadecimal digits.
 * </ul>
 */
final class Expectation {

    private final Answer answer;
    private final List<String> mismatches = new ArrayList<>();

    private Expectation(Answer answer) {
        this.answer = answer;
    }

    /** What of it is not met, in words that do not change from one run to the next; empty if all is. */
    static List<String> mismatches(JsonNode expected, Answer answer) {
        Expectation expectation = new Expectation(answer);
        expectation.checkStatus(expected);
        if (expectation.mismatches.isEmpty()) {
            expectation.checkHeaders(expected.path("headers"));
            expectation.checkJson(expected);
            expectation.checkBinary(expected.path("binary"));
        }
        return expectation.mismatches;
    }

    private void checkStatus(JsonNode expected) {
        int status = answer.status();
        JsonNode wanted = expected.has("error") ? expected.get("error") : expected.get("status");
        if (wanted.isInt() && wanted.asInt() != status) {
            mismatches.add("expected status " + wanted + ", got " + status);
        } else if (!wanted.isInt() && status < 400) {
            mismatches.add("expected the status of an error, got " + status);
        }
    }

    private void checkHeaders(JsonNode expected) {
        for (Map.Entry<String, JsonNode> header : expected.properties()) {
            JsonNode found = answer.header(header.getKey())
                    .<JsonNode>map(StringNode::valueOf)
                    .orElseGet(MissingNode::getInstance);
            Pattern.check(header.getKey(), header.getValue(), found, mismatches);
        }
    }

    private void checkJson(JsonNode expected) {
        boolean wanted = expected.has("error") || expected.has("json") || expected.has("outputs");
        if (!wanted && !expected.has("names")) {
            return;
        }
        JsonNode found = answer.json().orElse(null);
        if (found == null) {
            mismatches.add("expected JSON, got "
                    + (answer.isEmpty()
                            ? "an empty body"
                            : answer.header("Content-Type").orElse("something else"))
                    + (expected.has("error") ? " with status " + answer.status() : ""));
            return;
        }
        if (expected.has("error") && !found.path("error").isString()) {
            mismatches.add(
                    "expected {\"error\": text}, got " + Pattern.outline(found) + " with status " + answer.status());
        }
        Pattern.check("", expected.path("json"), found, mismatches);
        checkOutputs(expected, found.path("outputs"));
    }

    private void checkOutputs(JsonNode expected, JsonNode found) {
        Map<String, JsonNode> outputs = new LinkedHashMap<>();
        found.forEach(output -> outputs.put(output.path("name").asString(""), output));
        for (Map.Entry<String, JsonNode> wanted : expected.path("outputs").properties()) {
            JsonNode output = outputs.getOrDefault(wanted.getKey(), MissingNode.getInstance());
            Pattern.check(wanted.getKey(), wanted.getValue(), output, mismatches);
        }
        if (expected.has("names")) {
            List<String> names = expected.get("names")
                    .valueStream()
                    .map(JsonNode::asString)
                    .sorted()
                    .toList();
            List<String> got = outputs.keySet().stream().sorted().toList();
            if (!got.equals(names)) {
                mismatches.add("expected the outputs " + String.join(", ", names) + ", got "
                        + (got.isEmpty() ? "none" : String.join(", ", got)));
            }
        }
    }

    private void checkBinary(JsonNode expected) {
        Map<String, byte[]> binary = answer.binary();
        for (Map.Entry<String, JsonNode> wanted : expected.properties()) {
            String digits =
                    HexFormat.of().formatHex(Request.bytes(wanted.getValue().asString()));
            byte[] found = binary.get(wanted.getKey());
            if (found == null) {
                mismatches.add(wanted.getKey() + ": expected bytes after the JSON, got none");
            } else if (!HexFormat.of().formatHex(found).equals(digits)) {
                mismatches.add(wanted.getKey() + ": expected the bytes " + digits + ", got "
                        + HexFormat.of().formatHex(found));
            }
        }
    }
}
