package dev.onward.train.data;

import dev.onward.model.card.ModelCard.Example;
import dev.onward.table.Column;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Encodes values as numbers: a category as its position among the feature's categories, true as 1. */
public final class FeatureEncoding {

    private FeatureEncoding() {}

    /** Encodes a table, [rows, features]. */
    static double[][] rows(Table table) {
        double[][] rows = new double[table.rows()][table.schema().size()];
        for (int i = 0; i < table.schema().size(); i++) {
            for (int row = 0; row < rows.length; row++) {
                // Adding zero turns -0 into 0, so that equal values have equal bits.
                rows[row][i] = number(table.column(i), row, table.schema().feature(i)) + 0.0;
            }
        }
        return rows;
    }

    /** Encodes an example, which must be a valid row. */
    public static double[] row(Example example, Schema schema) {
        TableBuilder builder = new TableBuilder(schema);
        builder.startRow(0);
        builder.cells(example.row());
        builder.endRow();
        return rows(builder.build())[0];
    }

    /** Decodes a number to the feature's value: a number, a string or a boolean. */
    private static Object value(Feature feature, double number) {
        return switch (feature.type()) {
            case NUMBER -> number;
            case INTEGER -> (long) number;
            case BOOLEAN -> number != 0;
            case STRING -> feature.categories().get((int) number);
        };
    }

    /** Decodes a row to values by the names of their features. */
    public static Map<String, Object> named(List<Feature> features, double[] row) {
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
