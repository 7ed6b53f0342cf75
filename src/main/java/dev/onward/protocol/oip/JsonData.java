package dev.onward.protocol.oip;

import dev.onward.json.JsonParsers;
import dev.onward.runtime.Datatype;
import dev.onward.runtime.InvalidTensorException;
import dev.onward.runtime.Tensor;
import dev.onward.table.Text;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;

/** A tensor's data as JSON: all elements in one array, or in arrays of arrays as the shape has them. */
final class JsonData {

    private final JsonParser parser;
    private final List<Long> shape;
    private final Elements elements;
    private final int size;

    private JsonData(JsonParser parser, List<Long> shape, Elements elements, int size) {
        this.parser = parser;
        this.shape = shape;
        this.elements = elements;
        this.size = size;
    }

    /**
     * Reads the array at which the parser stands, to its end.
     *
     * @param given the shape as the request has it, by which arrays are nested
     * @param size how many elements the shape has
     * @throws InvalidTensorException if there are more or fewer, or one does not fit
     */
    static Tensor read(JsonParser parser, Datatype datatype, List<Long> given, int size) {
        Elements elements = new Elements(datatype, size);
        JsonData data = new JsonData(parser, given, elements, size);
        data.array(0);
        if (elements.count() != size) {
            throw data.unfit("expected " + size + " elements, as the shape " + Shapes.text(given) + " has, got "
                    + elements.count());
        }
        return elements.tensor(given);
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
        boolean even = arrays == (depth + 1 == shape.size() ? 0 : length);
        if (!flat && (depth >= shape.size() || !even || length != shape.get(depth))) {
            throw unfit("expected data flat, or nested as the shape " + Shapes.text(shape) + " is");
        }
    }

    private void element(JsonToken token) {
        if (elements.isFull()) {
            throw unfit("expected " + size + " elements, as the shape " + Shapes.text(shape) + " has, got more");
        }
        try {
            switch (elements.datatype()) {
                case BYTES -> elements.text(text(token));
                case BOOL -> truth(token);
                default -> number(token);
            }
        } catch (InvalidTensorException e) {
            throw unfit("element " + (elements.count() + 1) + ": " + e.getMessage());
        }
    }

    private String text(JsonToken token) {
        if (token != JsonToken.VALUE_STRING) {
            throw new InvalidTensorException("expected a string, got " + JsonParsers.describe(token));
        }
        return parser.getString();
    }

    private void truth(JsonToken token) {
        switch (token) {
            case VALUE_TRUE -> elements.truth(true);
            case VALUE_FALSE -> elements.truth(false);
            case VALUE_NUMBER_INT -> elements.whole(whole());
            default -> throw new InvalidTensorException("expected true or false, got " + JsonParsers.describe(token));
        }
    }

    private void number(JsonToken token) {
        boolean floating = elements.datatype().isFloating();
        if (token == JsonToken.VALUE_NUMBER_INT && !floating) {
            elements.whole(whole());
        } else if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            double value = decimal();
            if (floating || !Double.isFinite(value)) {
                elements.decimal(value);
            } else {
                elements.whole(exactly());
            }
        } else if (token == JsonToken.VALUE_NULL && floating) {
            elements.decimal(Double.NaN);
        } else if (token == JsonToken.VALUE_STRING && floating) {
            elements.decimal(named(parser.getString()));
        } else {
            throw new InvalidTensorException("expected a number, got " + JsonParsers.describe(token));
        }
    }

    private long whole() {
        try {
            return parser.getLongValue();
        } catch (InputCoercionException e) {
            throw new InvalidTensorException(
                    "expected a number that " + elements.datatype() + " holds, got " + Text.cut(parser.getString()));
        }
    }

    /** A whole number that is written with a point or an exponent, to its last digit. */
    private long exactly() {
        try {
            return parser.getDecimalValue().longValueExact();
        } catch (ArithmeticException e) {
            throw new InvalidTensorException("expected a whole number, got " + Text.cut(parser.getString()));
        }
    }

    /** A number that is too large for any type would be read as infinity, which nobody wrote. */
    private double decimal() {
        double value = parser.getDoubleValue();
        if (Double.isInfinite(value) && !parser.getString().contains("Inf")) {
            throw new InvalidTensorException(
                    "expected a number that " + elements.datatype() + " holds, got " + Text.cut(parser.getString()));
        }
        return value;
    }

    /** JSON has no word for these, and clients write them as strings. */
    private static double named(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw new InvalidTensorException("expected a number, got the string " + Text.quote(text));
        };
    }

    private InvalidTensorException unfit(String message) {
        return new InvalidTensorException(message);
    }
}
