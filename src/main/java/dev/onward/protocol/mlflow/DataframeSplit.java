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
 * Reads a data frame in the form of pandas' {@code to_dict("split")}: {@code columns} with their names, {@code data}
 * with a list for each row, and an {@code index}, which is ignored. Without column names, or with the numbers 0, 1, 2…
 * that pandas gives to unnamed columns, the columns are in the order of the features.
 */
final class DataframeSplit {

    private final Schema schema;
    private final JsonRowReader cells;
    private Optional<int[]> positions = Optional.empty();
    private Optional<BufferedJson> deferredData = Optional.empty();
    private boolean hasData;

    DataframeSplit(Schema schema, JsonRowReader cells) {
        this.schema = schema;
        this.cells = cells;
    }

    /**
     * Reads the form into the rows.
     *
     * @param parser at the first token of the value; left at its end
     * @throws InvalidInputException if the form is not as described, or a column is unknown or missing
     */
    void read(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw problem("expected an object, got " + JsonParsers.describe(parser.currentToken()));
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "columns" -> columns(parser);
                case "data" -> data(parser);
                case "index" -> parser.skipChildren();
                default -> throw problem("expected only \"columns\", \"data\" and \"index\", got " + Text.quote(name));
            }
        }
        if (!hasData) {
            throw problem("expected \"data\", got nothing");
        }
        deferredData.ifPresent(data -> rows(data.parser()));
    }

    private void columns(JsonParser parser) {
        if (positions.isPresent()) {
            throw problem("\"columns\" appears twice");
        }
        expectArray(parser, "columns");
        NamedColumns columns = new NamedColumns(schema);
        boolean numbered = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonToken token = parser.currentToken();
            if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_INT) {
                throw problem("columns: expected names, got " + JsonParsers.describe(token));
            }
            String name = parser.getString();
            numbered &= token == JsonToken.VALUE_NUMBER_INT
                    && name.equals(Integer.toString(columns.count()))
                    && schema.position(name) < 0;
            columns.add(name);
        }
        boolean unnamed = numbered && columns.count() > 0;
        if (unnamed && columns.count() != schema.size()) {
            throw problem(
                    "expected " + schema.size() + " unnamed columns, one for each feature, got " + columns.count());
        }
        positions = Optional.of(unnamed ? inOrder(schema) : columns.positions());
    }

    private void data(JsonParser parser) {
        if (hasData) {
            throw problem("\"data\" appears twice");
        }
        hasData = true;
        expectArray(parser, "data");
        if (positions.isPresent()) {
            rows(parser);
        } else {
            deferredData = Optional.of(BufferedJson.of(parser));
        }
    }

    private void rows(JsonParser parser) {
        int[] order = positions.orElseGet(() -> inOrder(schema));
        String unit = positions.isPresent() ? "column" : "feature";
        cells.rows(parser, token -> cells.array(parser, token, order, unit));
    }

    /** The positions of all features, in the order of the schema. */
    static int[] inOrder(Schema schema) {
        return IntStream.range(0, schema.size()).toArray();
    }

    private static void expectArray(JsonParser parser, String name) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw problem(name + ": expected an array, got " + JsonParsers.describe(parser.currentToken()));
        }
    }

    private static InvalidInputException problem(String message) {
        return ScoringRows.problem("dataframe_split: " + message);
    }
}
