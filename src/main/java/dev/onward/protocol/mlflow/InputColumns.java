package dev.onward.protocol.mlflow;

import dev.onward.json.JsonRowReader;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A table by its columns: an object with an array for each, or with a value for each if there is one row. As rows become
 * a table only together, each column is held until the last one has come.
 */
final class InputColumns {

    private final NamedColumns columns;
    private final JsonRowReader cells;
    private final TableBuilder builder;
    private final List<BufferedJson> held = new ArrayList<>();
    private String first = "";

    InputColumns(Schema schema, JsonRowReader cells, TableBuilder builder) {
        this.columns = new NamedColumns(schema);
        this.cells = cells;
        this.builder = builder;
    }

    /** @param parser at the beginning of an object */
    void read(JsonParser parser) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (columns.add(name) < 0) {
                parser.skipChildren();
            } else if (value == JsonToken.START_OBJECT) {
                columns.add(Problem.of(0, name, "expected an array, got an object"));
                parser.skipChildren();
            } else {
                hold(name, value, parser);
            }
        }
        int[] positions = columns.positions();
        if (!held.isEmpty()) {
            rows(positions, held.get(0).elements());
        }
    }

    private void hold(String name, JsonToken value, JsonParser parser) {
        BufferedJson column =
                value == JsonToken.START_ARRAY ? BufferedJson.ofArray(parser, cells::checkRows) : BufferedJson.ofOne(parser);
        if (held.isEmpty()) {
            first = name;
        } else if (column.elements() != held.get(0).elements()) {
            columns.add(Problem.of(
                    0,
                    name,
                    "expected " + JsonRowReader.values(held.get(0).elements()) + " as for " + Text.quote(first) + ", got "
                            + column.elements()));
        }
        held.add(column);
    }

    private void rows(int[] positions, int rows) {
        List<JsonParser> parsers = held.stream().map(BufferedJson::parser).toList();
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
