package dev.onward.json;

import dev.onward.model.Model;
import dev.onward.table.Schema;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import dev.onward.table.TooLargeException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.io.SerializedString;

/**
 * Reads rows from a JSON parser into a table builder. Each method starts at the current token and ends at its last one.
 */
public final class JsonRowReader {

    private static final String NOT_A_NUMBER = "NaN";

    /** The characters of a number that is read without making a string of it. */
    private static final int MAX_SHORT_NUMBER = 24;

    /** Padding before a number, so that the eight bytes that end with it can be read at once. */
    private static final int NUMBER_START = Long.BYTES;

    /** The end of a row, in place of the position of a feature. */
    private static final int END = -2;

    private final TableBuilder builder;
    private final Schema schema;
    private final int maxRows;
    private final Syntax syntax;
    private final Optional<Model> byPosition;
    private final Supplier<String> byMatrix = this::inOrder;
    private final byte[] digits = new byte[NUMBER_START + MAX_SHORT_NUMBER];

    /**
     * The feature that is expected after each one, and first the one at the start of a row: that of an earlier row. An
     * expected name takes less time to read than another. Empty until there is a second row.
     */
    private int[] followers = {};

    /** The names of the followers. */
    private @Nullable SerializedString[] followerNames = {};

    /** Made for the first row that has an array. */
    private Optional<Matrix> matrix = Optional.empty();

    private boolean isMatrixKnown;

    /** The accepted values. */
    public enum Syntax {
        /** JSON values. */
        STRICT,
        /**
         * JSON values, NaN for a missing value, as Python's json module writes those of pandas and NumPy, and an array
         * with one value in place of the value, as for tensors with one column.
         */
        PYTHON
    }

    /** The only input of a graph, which is a matrix. Its columns are the features. */
    private static final class Matrix {

        private final String name;
        private final int[] positions;

        private Matrix(String name, int[] positions) {
            this.name = name;
            this.positions = positions;
        }

        static Optional<Matrix> of(Model model) {
            return model.matrix()
                    .map(input -> new Matrix(
                            input.getKey(),
                            input.getValue().stream()
                                    .mapToInt(model.schema()::position)
                                    .toArray()));
        }
    }

    public JsonRowReader(TableBuilder builder, Schema schema, int maxRows, Syntax syntax) {
        this(builder, schema, maxRows, syntax, Optional.empty());
    }

    /** @param byPosition a model whose rows may be arrays of values by position, if its only input is a matrix */
    JsonRowReader(TableBuilder builder, Schema schema, int maxRows, Syntax syntax, Optional<Model> byPosition) {
        this.byPosition = byPosition;
        this.builder = builder;
        this.schema = schema;
        this.maxRows = maxRows;
        this.syntax = syntax;
    }

    /** Reads one row. */
    public interface RowReader {

        /** @param first the row's first token */
        void read(JsonToken first);
    }

    /**
     * Reads the rows of an array.
     *
     * @throws TooLargeException if there are too many
     */
    public void rows(JsonParser parser, RowReader row) {
        for (int number = 1; parser.nextToken() != JsonToken.END_ARRAY; number++) {
            checkRows(number);
            if (number == 2) {
                followers = new int[schema.size() + 1];
                followerNames = new SerializedString[schema.size() + 1];
            }
            builder.startRow(number);
            row.read(parser.currentToken());
        }
    }

    /** @throws TooLargeException if there are too many rows */
    public void checkRows(int rows) {
        if (rows > maxRows) {
            throw new TooLargeException("expected at most " + maxRows + " rows, got more");
        }
    }

    /** Reads a row of values by feature name or, if the graph has a single matrix, by position. */
    void row(JsonParser parser, JsonToken first, String expected) {
        if (first == JsonToken.START_ARRAY && matrix().isPresent()) {
            array(parser, first, matrix().get().positions, "feature");
        } else {
            boolean isValue = first != JsonToken.START_OBJECT;
            object(parser, first, isValue && matrix().isPresent() ? expected + " or an array of values" : expected);
        }
    }

    /** Reads a row of values by feature name. */
    public void object(JsonParser parser, JsonToken first, String expected) {
        if (first != JsonToken.START_OBJECT) {
            reject(parser, first, expected);
            return;
        }
        Optional<String> misplaced = Optional.empty();
        for (int position = nextPosition(parser, -1); position != END; position = nextPosition(parser, position)) {
            if (position >= 0) {
                cell(parser, parser.nextToken(), position);
                continue;
            }
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.START_ARRAY && isMatrix(name)) {
                Optional<String> problem = columns(parser, name);
                misplaced = misplaced.or(() -> problem);
            } else {
                builder.unknown(name);
                parser.skipChildren();
            }
        }
        if (misplaced.isPresent()) {
            builder.refuseRow(misplaced.get());
        } else {
            builder.endRow(byMatrix);
        }
    }

    /**
     * Moves to the next name of a row.
     *
     * @param previous the position of the previous feature, or -1 at the start of the row
     * @return the position of the feature with this name, or -1 if no feature has it
     */
    private int nextPosition(JsonParser parser, int previous) {
        int index = previous + 1;
        boolean areMany = followers.length > 0;
        SerializedString expected = areMany ? followerNames[index] : null;
        if (expected != null && parser.nextName(expected)) {
            return followers[index];
        }
        JsonToken token = expected == null ? parser.nextToken() : parser.currentToken();
        if (token == JsonToken.END_OBJECT) {
            return END;
        }
        String name = parser.currentName();
        int position = schema.position(name);
        // Half of a pair of surrogates cannot be encoded.
        if (areMany && expected == null && position >= 0 && !Text.hasSurrogates(name)) {
            followers[index] = position;
            followerNames[index] = new SerializedString(name);
        }
        return position;
    }

    private Optional<Matrix> matrix() {
        if (!isMatrixKnown) {
            matrix = byPosition.flatMap(Matrix::of);
            isMatrixKnown = true;
        }
        return matrix;
    }

    private boolean isMatrix(String name) {
        return schema.position(name) < 0
                && matrix().filter(only -> only.name.equals(name)).isPresent();
    }

    /** The other way to send a row, for messages. */
    private String inOrder() {
        return matrix().map(only -> ", or all values in their order under " + Text.quote(only.name))
                .orElse("");
    }

    /**
     * Reads the values of a row by position, as one array or as a matrix with one row.
     *
     * @return the reason why the values may be in the wrong columns
     */
    private Optional<String> columns(JsonParser parser, String name) {
        int[] positions = matrix().orElseThrow().positions;
        JsonToken token = parser.nextToken();
        boolean isNested = token == JsonToken.START_ARRAY;
        int count = 0;
        for (token = isNested ? parser.nextToken() : token; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (count < positions.length) {
                cell(parser, token, positions[count]);
            } else {
                parser.skipChildren();
            }
            count++;
        }
        boolean hasMore = false;
        while (isNested && parser.nextToken() != JsonToken.END_ARRAY) {
            hasMore = true;
            parser.skipChildren();
        }
        if (hasMore) {
            return Optional.of("expected one row in " + Text.quote(name)
                    + ", got several; send several rows as an array of arrays, without the name");
        }
        return count == positions.length
                ? Optional.empty()
                : Optional.of("expected " + values(positions.length) + " in " + Text.quote(name)
                        + ", one for each feature, got " + count);
    }

    /**
     * Reads a row of values by position.
     *
     * @param positions of the features, in the order of the values
     * @param counted "column" or "feature", for messages
     */
    public void array(JsonParser parser, JsonToken first, int[] positions, String counted) {
        if (first != JsonToken.START_ARRAY) {
            reject(parser, first, "an array");
            return;
        }
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (count < positions.length) {
                cell(parser, parser.currentToken(), positions[count]);
            } else {
                parser.skipChildren();
            }
            count++;
        }
        if (count == positions.length) {
            builder.endRow();
        } else {
            builder.refuseRow("expected " + values(positions.length) + ", one for each " + counted + ", got " + count);
        }
    }

    /** Reports and skips a value that is not a row. */
    public void reject(JsonParser parser, JsonToken first, String expected) {
        builder.problem("expected " + expected + ", got " + JsonParsers.describe(first));
        parser.skipChildren();
    }

    /** Reads one value. */
    public void cell(JsonParser parser, JsonToken value, int position) {
        if (syntax == Syntax.PYTHON && value == JsonToken.START_ARRAY) {
            singleElement(parser, position);
        } else if (value.isNumeric() && parser.getStringLength() <= MAX_SHORT_NUMBER) {
            shortNumber(parser, position);
        } else if (value.isScalarValue()) {
            value(value, parser.getString(), position);
        } else {
            builder.unreadable(position, JsonParsers.describe(value));
            parser.skipChildren();
        }
    }

    /** Reads a number without making a string of it. */
    private void shortNumber(JsonParser parser, int position) {
        char[] text = parser.getStringCharacters();
        int offset = parser.getStringOffset();
        int length = parser.getStringLength();
        if (text[offset] == NOT_A_NUMBER.charAt(0)) {
            number(parser.getString(), position);
            return;
        }
        for (int i = 0; i < length; i++) {
            digits[NUMBER_START + i] = (byte) text[offset + i];
        }
        builder.number(position, digits, NUMBER_START, NUMBER_START + length);
    }

    /** Reads the value of an array with one value. */
    private void singleElement(JsonParser parser, int position) {
        JsonToken value = parser.nextToken();
        boolean isValue = value.isScalarValue();
        String text = isValue ? parser.getString() : "";
        JsonToken next = isValue ? parser.nextToken() : value;
        if (isValue && next == JsonToken.END_ARRAY) {
            value(value, text, position);
            return;
        }
        builder.unreadable(position, JsonParsers.describe(JsonToken.START_ARRAY));
        while (next != JsonToken.END_ARRAY) {
            parser.skipChildren();
            next = parser.nextToken();
        }
    }

    private void value(JsonToken value, String text, int position) {
        switch (value) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(text, position);
            case VALUE_STRING -> builder.string(position, text);
            case VALUE_TRUE -> builder.bool(position, true);
            case VALUE_FALSE -> builder.bool(position, false);
            default -> builder.missing(position, "null");
        }
    }

    private void number(String literal, int position) {
        if (syntax == Syntax.PYTHON && literal.equals(NOT_A_NUMBER)) {
            builder.missing(position, NOT_A_NUMBER);
        } else {
            builder.number(position, literal);
        }
    }

    /** Returns "1 value", "2 values" and so on. */
    public static String values(int count) {
        return count + (count == 1 ? " value" : " values");
    }
}
