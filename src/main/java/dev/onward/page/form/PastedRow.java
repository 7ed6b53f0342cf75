package dev.onward.page.form;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.onward.csv.CsvRows;
import dev.onward.json.JsonRows;
import dev.onward.page.text.NumberFormats;
import dev.onward.table.Column;
import dev.onward.table.DataType;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.SyntaxException;
import dev.onward.table.Table;
import dev.onward.table.TooLargeException;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A row that was copied from a spreadsheet, a CSV file or a program: a JSON object, a line with a header line above it,
 * or a line with all features in their order.
 */
final class PastedRow {

    private PastedRow() {}

    /**
     * Reads the values by the names of the features, as they would be entered into the form.
     *
     * @throws InvalidInputException if there is no such row, or the names do not belong to the model
     */
    static Map<String, List<String>> read(String text, Schema schema) {
        String pasted = text.strip();
        if (pasted.isEmpty()) {
            throw invalid("expected a row, got nothing");
        }
        return pasted.startsWith("{") || pasted.startsWith("[") ? json(pasted, schema) : line(pasted, schema);
    }

    private static Map<String, List<String>> json(String text, Schema schema) {
        Table table;
        try {
            table = JsonRows.read(new ByteArrayInputStream(text.getBytes(UTF_8)), schema, 1)
                    .table();
        } catch (SyntaxException e) {
            throw invalid("line " + e.line() + ", column " + e.column() + ": " + e.getMessage());
        } catch (TooLargeException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
        if (table.rows() == 0) {
            throw invalid("expected a row, got an empty array");
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (int i = 0; i < schema.size(); i++) {
            Column column = table.column(i);
            values.put(
                    schema.feature(i).name(),
                    List.of(column.value(0).map(PastedRow::text).orElse("")));
        }
        return values;
    }

    private static String text(Object value) {
        return value instanceof Double number ? NumberFormats.exact(number) : value.toString();
    }

    private static Map<String, List<String>> line(String text, Schema schema) {
        char separator = separator(text);
        String first = text.lines().findFirst().orElse("");
        boolean hasHeader = schema.names().stream()
                .anyMatch(name -> List.of(first.split(String.valueOf(separator), -1)).stream()
                        .anyMatch(cell -> unquoted(cell).equalsIgnoreCase(name)));
        String file = hasHeader ? text : header(schema, separator) + "\n" + text;
        CsvRows rows = CsvRows.open(new ByteArrayInputStream(file.getBytes(UTF_8)));
        CsvRows.Row row = rows.next().orElseThrow(() -> invalid("expected a row below the header line, got none"));
        row.problem().ifPresent(problem -> {
            throw invalid(problem);
        });
        if (rows.next().isPresent()) {
            throw invalid("expected one row, got more; score a file instead");
        }
        Map<String, String> names = schema.names().stream()
                .collect(Collectors.toMap(name -> name.toLowerCase(Locale.ROOT), name -> name, (a, b) -> a));
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (int i = 0; i < rows.header().size(); i++) {
            String column = rows.header().get(i);
            String name = schema.position(column) >= 0 ? column : names.get(column.toLowerCase(Locale.ROOT));
            if (name != null) {
                String cell = row.cells().get(i);
                values.computeIfAbsent(name, key -> new ArrayList<>())
                        .add(rows.allowsDecimalComma() ? withPoint(cell, schema, name) : cell);
            }
        }
        return values;
    }

    /** The tab of spreadsheets before all others, since cells may have any of them. */
    private static char separator(String text) {
        return text.indexOf('\t') >= 0 ? '\t' : text.indexOf(';') >= 0 ? ';' : ',';
    }

    private static String header(Schema schema, char separator) {
        return schema.names().stream()
                .map(name -> '"' + name.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(String.valueOf(separator)));
    }

    private static String unquoted(String cell) {
        return cell.strip().replaceAll("^\"|\"$", "");
    }

    /** The number with a decimal point, as in the form. Other text is left as it is. */
    private static String withPoint(String cell, Schema schema, String name) {
        DataType type = schema.feature(schema.position(name)).type();
        Optional<String> number = Optional.of(cell.replace(',', '.'))
                .filter(text -> type == DataType.NUMBER || type == DataType.INTEGER)
                .filter(text -> FieldControl.number(text).isPresent());
        return number.orElse(cell);
    }

    private static InvalidInputException invalid(String message) {
        return new InvalidInputException(List.of(Problem.of(message)), 1);
    }
}
