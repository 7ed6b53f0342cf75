package dev.onward.protocol.mlflow;

import dev.onward.json.JsonRowReader;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads a table by columns: an object with an array for each column, or with a single value for each. The table is built by
 * rows, so the columns are buffered until the last one has been read.
 */
final class InputColumns {

    private final NamedColumns columns;
    private final JsonRowReader reader;
    private final TableBuilder builder;
    private final List<BufferedJson> buffered = new ArrayList<>();
    private Optional<String> firstName = Optional.empty();

    InputColumns(Schema schema, JsonRowReader reader, TableBuilder builder) {
        this.columns = new NamedColumns(schema);
        this.reader = reader;
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
                buffer(name, value, parser);
            }
        }
        int[] positions = columns.positions();
        if (!buffered.isEmpty()) {
            rows(positions, buffered.get(0).elements());
        }
    }

    private void buffer(String name, JsonToken value, JsonParser parser) {
        BufferedJson column =
                value == JsonToken.START_ARRAY ? BufferedJson.ofArray(parser, reader::checkRows) : BufferedJson.ofOne(parser);
        if (buffered.isEmpty()) {
            firstName = Optional.of(name);
        } else if (column.elements() != buffered.get(0).elements()) {
            columns.add(Problem.of(
                    0,
                    name,
                    "expected " + JsonRowReader.values(buffered.get(0).elements()) + " as for " + Text.quote(firstName.orElseThrow()) + ", got "
                            + column.elements()));
        }
        buffered.add(column);
    }

    private void rows(int[] positions, int rows) {
        List<JsonParser> parsers = buffered.stream().map(BufferedJson::parser).toList();
        for (int row = 1; row <= rows; row++) {
            builder.startRow(row);
            for (int i = 0; i < positions.length; i++) {
                JsonParser parser = parsers.get(i);
                reader.cell(parser, parser.nextToken(), positions[i]);
            }
            builder.endRow();
        }
        parsers.forEach(JsonParser::close);
    }
}
