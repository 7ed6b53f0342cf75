package dev.onward.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * JSON that other JSON has to be like. An object may have fields that the pattern does not name, and data may be nested
 * or flat. Instead of a value there may be
 *
 * <ul>
 *   <li>"$string", "$boolean", "$number", "$array", or "$absent", which no field may have;
 *   <li>{"$near": number} to within 1e-6, {"$matches": regular expression};
 *   <li>{"$each": pattern} of an array's elements, {"$has": pattern} of at least one of them.
 * </ul>
 */
final class Pattern {

    private static final JsonMapper JSON = new JsonMapper();
    private static final double NEAR = 1e-6;

    private Pattern() {}

    static void check(String where, JsonNode pattern, JsonNode found, List<String> mismatches) {
        if (pattern.isMissingNode()) {
            return;
        }
        if (pattern.isObject() && !isOperator(pattern) && found.isObject()) {
            for (Map.Entry<String, JsonNode> field : pattern.properties()) {
                String path = where.isEmpty() ? field.getKey() : where + "." + field.getKey();
                JsonNode value = found.path(field.getKey());
                boolean data = field.getKey().equals("data") && value.isArray();
                check(path, field.getValue(), data ? flat(value) : value, mismatches);
            }
        } else if (pattern.isArray() && found.isArray() && pattern.size() == found.size()) {
            for (int i = 0; i < pattern.size(); i++) {
                check(where + "[" + i + "]", pattern.get(i), found.get(i), mismatches);
            }
        } else if (pattern.has("$each") && found.isArray()) {
            for (int i = 0; i < found.size(); i++) {
                check(where + "[" + i + "]", pattern.get("$each"), found.get(i), mismatches);
            }
        } else if (!isLike(pattern, found)) {
            mismatches.add((where.isEmpty() ? "" : where + ": ") + "expected " + words(pattern) + ", got "
                    + (pattern.toString().equals("\"$absent\"") ? kind(found) : outline(found)));
        }
    }

    private static boolean isOperator(JsonNode pattern) {
        return pattern.size() == 1 && pattern.propertyNames().iterator().next().startsWith("$");
    }

    private static boolean isLike(JsonNode pattern, JsonNode found) {
        if (pattern.has("$near")) {
            return found.isNumber()
                    && Math.abs(found.asDouble() - pattern.get("$near").asDouble()) <= NEAR;
        } else if (pattern.has("$matches")) {
            return found.isString()
                    && found.asString().matches(pattern.get("$matches").asString());
        } else if (pattern.has("$has")) {
            return found.isArray() && found.valueStream().anyMatch(element -> matches(pattern.get("$has"), element));
        } else if (pattern.isNumber()) {
            return found.isNumber() && found.decimalValue().compareTo(pattern.decimalValue()) == 0;
        }
        return switch (pattern.isString() ? pattern.asString() : "") {
            case "$string" -> found.isString();
            case "$boolean" -> found.isBoolean();
            case "$number" -> found.isNumber();
            case "$array" -> found.isArray();
            case "$absent" -> found.isMissingNode();
            default -> pattern.equals(found);
        };
    }

    private static boolean matches(JsonNode pattern, JsonNode found) {
        List<String> mismatches = new ArrayList<>();
        check("", pattern, found, mismatches);
        return mismatches.isEmpty();
    }

    private static ArrayNode flat(JsonNode data) {
        ArrayNode flat = JSON.createArrayNode();
        for (JsonNode element : data) {
            if (element.isArray()) {
                flat.addAll(flat(element));
            } else {
                flat.add(element);
            }
        }
        return flat;
    }

    private static String words(JsonNode pattern) {
        if (pattern.isObject() && isOperator(pattern)) {
            String operator = pattern.propertyNames().iterator().next();
            JsonNode operand = pattern.get(operator);
            return switch (operator) {
                case "$near" -> "about " + operand;
                case "$matches" -> "a text like " + operand.asString();
                case "$each" -> "an array";
                default -> "an element like " + operand;
            };
        }
        return switch (pattern.isString() ? pattern.asString() : "") {
            case "$string" -> "a text";
            case "$boolean" -> "true or false";
            case "$number" -> "a number";
            case "$array" -> "an array";
            case "$absent" -> "nothing";
            default -> outline(pattern);
        };
    }

    /** The value, or what it is if it would be long. */
    static String outline(JsonNode found) {
        if (found.isObject()) {
            return found.isEmpty() ? "{}" : "an object with " + String.join(", ", found.propertyNames());
        }
        String text = found.toString();
        return found.isMissingNode() || text.length() > 60 ? kind(found) : text;
    }

    private static String kind(JsonNode found) {
        return switch (found.getNodeType()) {
            case MISSING -> "nothing";
            case NULL -> "null";
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case ARRAY -> "an array of " + found.size();
            default -> "an object";
        };
    }
}
