package dev.onward.protocol.oip;

import dev.onward.json.JsonParsers;
import dev.onward.runtime.Datatype;
import dev.onward.runtime.InvalidTensorException;
import dev.onward.runtime.Tensor;
import dev.onward.table.Numbers;
import dev.onward.table.Text;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;

/**
 * Tensor data as JSON ("Tensor Data" in the specification): row-major, either flat in one array or in arrays nested
 * like the shape. Whole numbers keep all their digits. For floating-point datatypes, null, "NaN", "Infinity" and
 * "-Infinity" represent the numbers that JSON does not have.
 */
final class JsonData {

    private final JsonParser parser;
    private final List<Long> shape;
    private final TensorBuilder builder;
    private final int size;

    private JsonData(JsonParser parser, List<Long> shape, TensorBuilder builder, int size) {
        this.parser = parser;
        this.shape = shape;
        this.builder = builder;
        this.size = size;
    }

    /**
     * Reads the array at the parser's position, to its end.
     *
     * @param datatype the model's
     * @param shape as in the request, before it is changed to the model's rank
     * @param size the number of elements of the shape
     * @throws InvalidTensorException if the number of elements or their nesting differs from the shape, or an element
     *     does not fit the datatype
     */
    static Tensor read(JsonParser parser, Datatype datatype, List<Long> shape, int size) {
        TensorBuilder builder = new TensorBuilder(datatype, size);
        JsonData data = new JsonData(parser, shape, builder, size);
        data.array(0);
        if (builder.count() != size) {
            throw data.wrongCount(String.valueOf(builder.count()));
        }
        return builder.build(shape);
    }

    private void array(int depth) {
        int length = 0;
        int arrays = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            length++;
            if (token == JsonToken.START_ARRAY) {
                arrays++;
                array(depth + 1);
            } else {
                element(token);
            }
        }
        boolean flat = depth == 0 && arrays == 0;
        boolean uniform = arrays == (depth + 1 == shape.size() ? 0 : length);
        if (!flat && (depth >= shape.size() || !uniform || length != shape.get(depth))) {
            throw new InvalidTensorException("expected flat data, or nested arrays of the shape "
                    + TensorShapes.text(shape) + ", got a different nesting");
        }
    }

    private void element(JsonToken token) {
        if (builder.isFull()) {
            throw wrongCount("more");
        }
        try {
            switch (builder.datatype()) {
                case BYTES -> builder.addString(string(token));
                case BOOL -> bool(token);
                default -> number(token);
            }
        } catch (InvalidTensorException e) {
            throw new InvalidTensorException("element " + (builder.count() + 1) + ": " + e.getMessage());
        }
    }

    private InvalidTensorException wrongCount(String found) {
        return new InvalidTensorException(
                "expected " + size + " elements for the shape " + TensorShapes.text(shape) + ", got " + found);
    }

    private String string(JsonToken token) {
        if (token != JsonToken.VALUE_STRING) {
            throw new InvalidTensorException("expected a string, got " + JsonParsers.describe(token));
        }
        return parser.getString();
    }

    private void bool(JsonToken token) {
        switch (token) {
            case VALUE_TRUE -> builder.addBoolean(true);
            case VALUE_FALSE -> builder.addBoolean(false);
            case VALUE_NUMBER_INT -> builder.addWhole(whole());
            default -> throw new InvalidTensorException("expected true or false, got " + JsonParsers.describe(token));
        }
    }

    private void number(JsonToken token) {
        boolean floating = builder.datatype().isFloating();
        if (token == JsonToken.VALUE_NUMBER_INT && !floating) {
            builder.addWhole(whole());
        } else if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            double value = decimal();
            if (floating || !Double.isFinite(value)) {
                builder.addDecimal(value);
            } else {
                builder.addWhole(exactWhole());
            }
        } else if (token == JsonToken.VALUE_NULL && floating) {
            builder.addDecimal(Double.NaN);
        } else if (token == JsonToken.VALUE_STRING && floating) {
            builder.addDecimal(nonFinite(parser.getString()));
        } else {
            throw new InvalidTensorException("expected a number, got " + JsonParsers.describe(token));
        }
    }

    private long whole() {
        try {
            return parser.getLongValue();
        } catch (InputCoercionException e) {
            throw TensorBuilder.outOfRange(builder.datatype(), Text.cut(parser.getString()));
        }
    }

    /** A whole number written with a decimal point or an exponent, without rounding. */
    private long exactWhole() {
        return Numbers.whole(parser.getString())
                .orElseThrow(() ->
                        new InvalidTensorException("expected a whole number, got " + Text.cut(parser.getString())));
    }

    /**
     * The parser reads an overflowing literal such as 1e999 as infinity. Infinity is accepted only if it was written as
     * such.
     */
    private double decimal() {
        double value = parser.getDoubleValue();
        if (Double.isInfinite(value) && !parser.getString().contains("Inf")) {
            throw TensorBuilder.outOfRange(builder.datatype(), Text.cut(parser.getString()));
        }
        return value;
    }

    /** Strings that clients send because JSON does not have these numbers. */
    private static double nonFinite(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw new InvalidTensorException("expected a number, got the string " + Text.quote(text));
        };
    }
}
