package dev.onward.protocol.oip;

import dev.onward.json.JsonParsers;
import dev.onward.table.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;

/**
 * The JSON of a request, read member by member. A value of an unexpected type is added to the problems and skipped, so
 * that all problems are found in one pass.
 */
final class RequestJson implements AutoCloseable {

    /** Left out of the places in messages. */
    private static final String PARAMETERS = "parameters";

    private final JsonParser parser;
    private final RequestProblems problems;

    /** @param json in UTF-8, without a byte order mark */
    RequestJson(byte[] json, RequestProblems problems) {
        this.parser = JsonParsers.of(json, 0, json.length);
        this.problems = problems;
    }

    /** Reads one member of an object. */
    interface MemberReader {

        /** @param value the token at the parser's position; the reader moves to the end of the value */
        void read(String name, JsonToken value);
    }

    /** The parser, at the value that is being read. */
    JsonParser parser() {
        return parser;
    }

    /**
     * Reads the whole text, which must be one object.
     *
     * @throws SyntaxException if it is not an object or not JSON, or if anything follows
     */
    void read(MemberReader members) {
        try {
            JsonToken start = parser.nextToken();
            if (start == null) {
                throw new SyntaxException("expected an object, got nothing", 1, 1);
            } else if (start != JsonToken.START_OBJECT) {
                TokenStreamLocation at = parser.currentTokenLocation();
                throw new SyntaxException(
                        "expected an object, got " + JsonParsers.describe(start), at.getLineNr(), at.getColumnNr());
            }
            members(members);
            JsonParsers.expectEnd(parser);
        } catch (JacksonException e) {
            throw JsonParsers.syntaxError(e, parser);
        }
    }

    /** Reads the members of the object at the parser's position. */
    void members(MemberReader reader) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            reader.read(name, parser.nextToken());
        }
    }

    /**
     * Reads parameters. Null means no parameters, and a parameter that is null counts as absent, because many clients
     * send null.
     */
    void parameters(JsonToken value, MemberReader reader) {
        if (value == JsonToken.START_OBJECT) {
            members((name, parameter) -> {
                if (parameter != JsonToken.VALUE_NULL) {
                    reader.read(name, parameter);
                }
            });
        } else if (value != JsonToken.VALUE_NULL) {
            unexpected("an object", value);
        }
    }

    /** Reads the objects of an array, passing the position of each, counted from 1. */
    void objects(JsonToken value, IntConsumer reader) {
        if (value != JsonToken.START_ARRAY) {
            unexpected("an array", value);
            return;
        }
        int count = 0;
        for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
            count++;
            if (item == JsonToken.START_OBJECT) {
                reader.accept(count);
            } else {
                unexpected("an object", item);
            }
        }
    }

    Optional<String> string(JsonToken value) {
        return value == JsonToken.VALUE_STRING ? Optional.of(parser.getString()) : unexpected("a string", value);
    }

    Optional<Boolean> bool(JsonToken value) {
        return value == JsonToken.VALUE_TRUE || value == JsonToken.VALUE_FALSE
                ? Optional.of(value == JsonToken.VALUE_TRUE)
                : unexpected("true or false", value);
    }

    /** A whole number from 0 to 2^31 - 1. */
    Optional<Integer> count(JsonToken value) {
        return size(value)
                .filter(size -> size <= Integer.MAX_VALUE)
                .map(Long::intValue)
                .or(() -> unexpected("a non-negative whole number", value));
    }

    /** An array of sizes, each from 0 to 2^63 - 1. */
    Optional<List<Long>> shape(JsonToken value) {
        if (value != JsonToken.START_ARRAY) {
            return unexpected("an array of sizes", value);
        }
        List<Long> shape = new ArrayList<>();
        boolean valid = true;
        for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
            Optional<Long> size = size(item);
            size.ifPresent(shape::add);
            valid &= size.isPresent();
            parser.skipChildren();
        }
        if (!valid) {
            problems.add(place(parser.streamReadContext()) + ": expected non-negative whole numbers");
        }
        return valid ? Optional.of(List.copyOf(shape)) : Optional.empty();
    }

    private Optional<Long> size(JsonToken value) {
        try {
            return value == JsonToken.VALUE_NUMBER_INT
                    ? Optional.of(parser.getLongValue()).filter(size -> size >= 0)
                    : Optional.empty();
        } catch (InputCoercionException e) {
            return Optional.empty();
        }
    }

    /** Moves to the end of the value at the parser's position. */
    void skip() {
        parser.skipChildren();
    }

    private <T> Optional<T> unexpected(String expected, JsonToken value) {
        TokenStreamContext context = parser.streamReadContext();
        String place = place(value.isStructStart() ? context.getParent() : context);
        problems.add(place + ": expected " + expected + ", got " + JsonParsers.describe(value));
        parser.skipChildren();
        return Optional.empty();
    }

    /** The place of a value in messages, such as {@code inputs, item 1: name}. */
    private static String place(TokenStreamContext context) {
        if (context.inArray()) {
            return place(context.getParent()) + ", item " + (context.getCurrentIndex() + 1);
        }
        TokenStreamContext enclosing = context.getParent();
        if (PARAMETERS.equals(enclosing.currentName())) {
            enclosing = enclosing.getParent();
        }
        return (enclosing.inRoot() ? "" : place(enclosing) + ": ") + context.currentName();
    }

    @Override
    public void close() {
        parser.close();
    }
}
