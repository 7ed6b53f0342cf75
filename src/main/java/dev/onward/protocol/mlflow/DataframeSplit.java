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
 * Reads a table in pandas' {@code split} orientation: {@code columns} with their names, {@code data} with a list per row, and
 * an {@code index} that is ignored. Without names, or with the numbers that pandas uses in their place, the columns are in the
 * order of the features.
 */
final class DataframeSplit {

    private final Schema schema;
    private final JsonRowReader reader;
    private Optional<int[]> positions = Optional.empty();
    private Optional<BufferedJson> buffered = Optional.empty();
    private boolean hasData;

    DataframeSplit(Schema schema, JsonRowReader reader) {
        this.schema = schema;
        this.reader = reader;
    }

    /** @param parser at the first token of the table */
    void read(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw invalid("expected an object, got " + JsonParsers.describe(parser.currentToken()));
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "columns" -> columns(parser);
                case "data" -> data(parser);
                case "index" -> parser.skipChildren();
                default -> throw invalid("expected \"columns\", \"data\" and \"index\", got " + Text.quote(name));
            }
        }
        if (!hasData) {
            throw invalid("expected \"data\", got nothing");
        }
        buffered.ifPresent(rows -> rows(rows.parser()));
    }

    private void columns(JsonParser parser) {
        if (positions.isPresent()) {
            throw invalid("duplicate \"columns\"");
        }
        expectArray(parser, "columns");
        NamedColumns columns = new NamedColumns(schema);
        boolean numbered = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonToken token = parser.currentToken();
            if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_INT) {
                throw invalid("expected column names, got " + JsonParsers.describe(token));
            }
            String name = parser.getString();
            numbered &= token == JsonToken.VALUE_NUMBER_INT
                    && name.equals(Integer.toString(columns.count()))
                    && schema.position(name) < 0;
            columns.add(name);
        }
        boolean nameless = numbered && columns.count() > 0;
        if (nameless && columns.count() != schema.size()) {
            throw invalid("expected " + schema.size() + " columns, one for each feature, got " + columns.count()
                    + " without names");
        }
        positions = Optional.of(nameless ? inOrder(schema) : columns.positions());
    }

    private void data(JsonParser parser) {
        if (hasData) {
            throw invalid("duplicate \"data\"");
        }
        hasData = true;
        expectArray(parser, "data");
        if (positions.isPresent()) {
            rows(parser);
        } else {
            buffered = Optional.of(BufferedJson.of(parser));
        }
    }

    private void rows(JsonParser parser) {
        int[] order = positions.orElseGet(() -> inOrder(schema));
        String counted = positions.isPresent() ? "column" : "feature";
        reader.rows(parser, token -> reader.array(parser, token, order, counted));
    }

    /** Returns the positions of all features, in order. */
    static int[] inOrder(Schema schema) {
        return IntStream.range(0, schema.size()).toArray();
    }

    private static void expectArray(JsonParser parser, String name) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw invalid(
                    "expected an array as " + Text.quote(name) + ", got " + JsonParsers.describe(parser.currentToken()));
        }
    }

    private static InvalidInputException invalid(String message) {
        return ScoringRows.invalid("dataframe_split: " + message);
    }
}
