package dev.onward.train;

import dev.onward.table.Column;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How values stand as numbers in rows: a category by its position among the feature's categories, true by 1. */
final class Coding {

    private Coding() {}

    /** The values as numbers, [rows, features]. */
    static double[][] rows(Table table) {
        double[][] rows = new double[table.rows()][table.schema().size()];
        for (int i = 0; i < table.schema().size(); i++) {
            for (int row = 0; row < rows.length; row++) {
                // Adding zero makes -0 and 0 the same value.
                rows[row][i] = number(table.column(i), row, table.schema().feature(i)) + 0.0;
            }
        }
        return rows;
    }

    /** The value that stands as this number: a number, a string or a boolean. */
    static Object value(Feature feature, double number) {
        return switch (feature.type()) {
            case NUMBER -> number;
            case INTEGER -> (long) number;
            case BOOLEAN -> number != 0;
            case STRING -> feature.categories().get((int) number);
        };
    }

    /** The values of a row by the names of their features. */
    static Map<String, Object> named(List<Feature> features, double[] row) {
        Map<String, Object> named = new LinkedHashMap<>();
        for (int i = 0; i < row.length; i++) {
            named.put(features.get(i).name(), value(features.get(i), row[i]));
        }
        return named;
    }

    private static double number(Column column, int row, Feature feature) {
        return feature.type() == DataType.STRING
                ? feature.categories().indexOf(column.string(row))
                : column.number(row);
    }
}
