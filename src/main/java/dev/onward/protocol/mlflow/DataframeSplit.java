package dev.onward.protocol.mlflow;

import dev.onward.json.JsonParsers;
import dev.onward.json.JsonRowReader;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import dev.onward.table.Text;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A table as pandas splits it: {@code columns} with their names, {@code data} with a list for each row, and an
 * {@code index} that says nothing here. A table without names, or with numbers for names as pandas gives them, has its
 * columns in the order of the features.
 */
final class DataframeSplit {

    private final Schema schema;
    private final JsonRowReader cells;
    private Optional<int[]> positions = Optional.empty();
    private Optional<BufferedJson> held = Optional.empty();
    private boolean hasData;

    DataframeSplit(Schema schema, JsonRowReader cells) {
        this.schema = schema;
        this.cells = cells;
    }

    /** @param parser at the first token */
    void read(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw fault("expected an object, got " + JsonParsers.describe(parser.currentToken()));
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "columns" -> columns(parser);
                case "data" -> data(parser);
                case "index" -> parser.skipChildren();
                default -> throw fault("expected \"columns\", \"data\" and \"index\", got " + Text.quote(name));
            }
        }
        if (!hasData) {
            throw fault("expected \"data\", got nothing");
        }
        held.ifPresent(rows -> rows(rows.parser()));
    }

    private void columns(JsonParser parser) {
        if (positions.isPresent()) {
            throw fault("\"columns\" is given twice");
        }
        expectArray(parser, "columns");
        NamedColumns columns = new NamedColumns(schema);
        boolean numbered = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonToken token = parser.currentToken();
            if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_INT) {
                throw fault("expected names of columns, got " + JsonParsers.describe(token));
            }
            String name = parser.getString();
            numbered &= token == JsonToken.VALUE_NUMBER_INT
                    && name.equals(Integer.toString(columns.count()))
                    && schema.position(name) < 0;
            columns.add(name);
        }
        boolean nameless = numbered && columns.count() > 0;
        if (nameless && columns.count() != schema.size()) {
            throw fault("expected " + schema.size() + " columns, one for each feature, got " + columns.count()
                    + " without names");
        }
        positions = Optional.of(nameless ? inOrder(schema) : columns.positions());
    }

    private void data(JsonParser parser) {
        if (hasData) {
            throw fault("\"data\" is given twice");
        }
        hasData = true;
        expectArray(parser, "data");
        if (positions.isPresent()) {
            rows(parser);
        } else {
            held = Optional.of(BufferedJson.of(parser));
        }
    }

    private void rows(JsonParser parser) {
        int[] order = positions.orElseGet(() -> inOrder(schema));
        String counted = positions.isPresent() ? "column" : "feature";
        cells.rows(parser, token -> cells.array(parser, token, order, counted));
    }

    /** The positions of all features. */
    static int[] inOrder(Schema schema) {
        return IntStream.range(0, schema.size()).toArray();
    }

    private static void expectArray(JsonParser parser, String name) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw fault(
                    "expected an array as " + Text.quote(name) + ", got " + JsonParsers.describe(parser.currentToken()));
        }
    }

    private static InvalidInputException fault(String message) {
        return ScoringRows.fault("dataframe_split: " + message);
    }
}
