package dev.onward.protocol.mlflow;

import dev.onward.json.JsonRowReader;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads a table by columns: an object with an array for each column, or with a single value for each if there is one
 * row. A table is built row by row, so the columns are kept until the last of them has been read.
 */
final class InputColumns {

    private final NamedColumns named;
    private final JsonRowReader cells;
    private final TableBuilder builder;
    private final List<Column> columns = new ArrayList<>();

    InputColumns(Schema schema, JsonRowReader cells, TableBuilder builder) {
        this.named = new NamedColumns(schema);
        this.cells = cells;
        this.builder = builder;
    }

    /** @param values one for each row */
    private record Column(String name, BufferedJson values) {

        int rows() {
            return values.elements();
        }
    }

    /**
     * Reads the columns into rows.
     *
     * @param parser at the start of the object; left at its end
     * @throws InvalidInputException with every problem of the columns
     */
    void read(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (named.add(name) < 0) {
                parser.skipChildren();
            } else if (value == JsonToken.START_OBJECT) {
                named.add(Problem.ofFeature(name, "expected an array, got an object"));
                parser.skipChildren();
            } else {
                keep(name, value, parser);
            }
        }
        int[] positions = named.positions();
        if (!columns.isEmpty()) {
            rows(positions, columns.get(0).rows());
        }
    }

    private void keep(String name, JsonToken value, JsonParser parser) {
        BufferedJson values = value == JsonToken.START_ARRAY
                ? BufferedJson.ofArray(parser, cells::checkRows)
                : BufferedJson.inArray(parser);
        columns.add(new Column(name, values));
        Column first = columns.get(0);
        if (values.elements() != first.rows()) {
            named.add(Problem.ofFeature(
                    name,
                    "expected " + JsonRowReader.values(first.rows()) + ", as in " + Text.quote(first.name()) + ", got "
                            + values.elements()));
        }
    }

    private void rows(int[] positions, int rows) {
        List<JsonParser> parsers =
                columns.stream().map(column -> column.values().parser()).toList();
        for (int row = 1; row <= rows; row++) {
            builder.startRow(row);
            for (int i = 0; i < positions.length; i++) {
                JsonParser parser = parsers.get(i);
                cells.cell(parser, parser.nextToken(), positions[i]);
            }
            builder.endRow();
        }
        parsers.forEach(JsonParser::close);
    }
}
