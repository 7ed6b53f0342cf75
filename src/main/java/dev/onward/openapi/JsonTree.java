package dev.onward.openapi;

import dev.onward.http.ProblemDetails;
import dev.onward.json.JsonGenerators;
import dev.onward.json.JsonParsers;
import dev.onward.table.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** JSON as a tree of maps, lists, strings, numbers, booleans and {@link Raw} values. */
public final class JsonTree {

    public static final Raw NULL = new Raw("null");

    private JsonTree() {}

    /** A value that is already JSON. */
    public record Raw(String json) {}

    /** A mutable object of alternating names and values. */
    public static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    /** A string, number or boolean, with each number as {@link JsonGenerators} writes it. */
    public static Raw literal(Object value) {
        return new Raw(JsonGenerators.literal(value));
    }

    /** A reference to a component of the document, such as {@code schemas} and {@code iris.1.Row}. */
    public static Map<String, Object> ref(String kind, String name) {
        return Map.of("$ref", "#/components/" + kind + "/" + name);
    }

    /** The object whose properties the consumer writes. */
    public static Raw written(Consumer<JsonGenerator> properties) {
        return generated(json -> {
            json.writeStartObject();
            properties.accept(json);
            json.writeEndObject();
        });
    }

    /** The problems in the form used in the bodies of errors. */
    public static List<Raw> problems(InvalidInputException invalid) {
        return invalid.problems().stream()
                .map(problem -> generated(json -> ProblemDetails.writeProblem(problem, invalid.unit(), json)))
                .toList();
    }

    /** Reads one of our own resources. */
    static Object read(InputStream json) throws IOException {
        try (JsonParser parser = JsonParsers.of(json)) {
            parser.nextToken();
            return value(parser);
        }
    }

    private static Object value(JsonParser json) {
        return switch (json.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> object = new LinkedHashMap<>();
                for (String name = json.nextName(); name != null; name = json.nextName()) {
                    json.nextToken();
                    object.put(name, value(json));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<Object> array = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(json));
                }
                yield array;
            }
            case VALUE_STRING -> json.getString();
            case VALUE_NUMBER_INT -> json.getNumberValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw new IllegalStateException("expected a value, got " + json.currentToken());
        };
    }

    /** The tree as text. */
    public static String text(Object tree) {
        return generated(json -> write(json, tree)).json();
    }

    private static Raw generated(Consumer<JsonGenerator> writer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonGenerators.of(out)) {
            writer.accept(json);
        }
        return new Raw(out.toString(StandardCharsets.UTF_8));
    }

    /** The tree as an object; empty if it is not one. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> asObject(@Nullable Object tree) {
        return tree instanceof Map<?, ?> ? (Map<String, Object>) tree : Map.of();
    }

    private static void write(JsonGenerator json, Object tree) {
        if (tree instanceof Map<?, ?> map) {
            json.writeStartObject();
            map.forEach((name, value) -> {
                json.writeName((String) name);
                write(json, value);
            });
            json.writeEndObject();
        } else if (tree instanceof List<?> list) {
            json.writeStartArray();
            list.forEach(item -> write(json, item));
            json.writeEndArray();
        } else if (tree instanceof Raw raw) {
            json.writeRawValue(raw.json());
        } else if (tree instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (tree instanceof BigDecimal decimal) {
            json.writeNumber(decimal);
        } else if (tree instanceof Double number) {
            json.writeNumber(number);
        } else if (tree instanceof Number number) {
            json.writeNumber(number.longValue());
        } else {
            json.writeString((String) tree);
        }
    }
}
