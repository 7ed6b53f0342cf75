package dev.onward.table;

import java.util.List;
import java.util.Map;

/** Reads the fields of an HTML form or a query string as a table with one row. */
public final class FormRow {

    private FormRow() {}

    /**
     * Reads one row.
     *
     * @param fields the values by field name
     * @throws InvalidInputException with every field that does not fit its feature
     */
    public static Table read(Map<String, List<String>> fields, Schema schema) {
        return read(fields, schema, List.of());
    }

    /**
     * Reads one row, as {@link #read(Map, Schema)} does.
     *
     * @param otherNames names of other fields that the caller may have meant by an unknown one
     */
    public static Table read(Map<String, List<String>> fields, Schema schema, List<String> otherNames) {
        TableBuilder builder = new TableBuilder(schema);
        builder.startRow(0);
        if (fields.keySet().stream().anyMatch(name -> isJson(name, schema))) {
            builder.refuseRow("expected form fields, got JSON; send it with the header Content-Type: application/json");
            return builder.build();
        }
        fields.forEach((name, values) -> {
            int position = schema.position(name);
            if (position < 0) {
                builder.unknown(name, otherNames);
            } else {
                for (String value : values) {
                    builder.text(position, value);
                }
            }
        });
        builder.endRow();
        return builder.build();
    }

    private static boolean isJson(String name, Schema schema) {
        return schema.position(name) < 0 && (name.startsWith("{") || name.startsWith("["));
    }
}
