package dev.onward.spark;

import dev.onward.OnwardException;
import dev.onward.csv.FeatureColumns;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of Spark's rows that hold the features of a model, found by name and checked by type. Columns of strings
 * are read as the cells of a CSV file, and others as values. Immutable.
 */
final class FeatureBinding implements Serializable {

    /** The position of each column's feature in the schema, or -1. */
    private final int[] positions;

    private final boolean[] isText;

    private FeatureBinding(int[] positions, boolean[] isText) {
        this.positions = positions;
        this.isText = isText;
    }

    /**
     * Binds columns to features. A feature without a column of its name takes the only column whose name differs in
     * upper and lower case.
     *
     * @param outputColumns names that no column may have, in upper or lower case
     * @throws OnwardException with every feature without a column, and every column whose name or type does not fit
     */
    static FeatureBinding of(StructType rows, Schema schema, List<String> outputColumns) {
        List<String> names = List.of(rows.fieldNames());
        // Spark does not distinguish such names, unless it is set to.
        List<String> taken = names.stream()
                .filter(name -> outputColumns.stream().anyMatch(name::equalsIgnoreCase))
                .toList();
        FeatureColumns columns = FeatureColumns.find(names, schema, taken);
        List<String> problems = new ArrayList<>();
        columns.problems().forEach(problem -> problems.add(withoutLine(problem)));
        int[] positions = new int[names.size()];
        boolean[] isText = new boolean[names.size()];
        for (int i = 0; i < positions.length; i++) {
            StructField column = rows.fields()[i];
            positions[i] = columns.position(i);
            isText[i] = column.dataType() instanceof StringType;
            if (positions[i] >= 0) {
                problem(column, schema.feature(positions[i])).ifPresent(problems::add);
            }
            if (positions[i] >= 0 && names.indexOf(column.name()) < i) {
                problems.add(Problem.ofFeature(
                                column.name(),
                                "expected one column with this name, found "
                                        + Collections.frequency(names, column.name()))
                        .text("row"));
            }
        }
        if (!problems.isEmpty()) {
            throw new OnwardException(problems);
        }
        return new FeatureBinding(positions, isText);
    }

    private static String withoutLine(Problem problem) {
        return problem.withRow(0).text("row");
    }

    private static Optional<String> problem(StructField column, Feature feature) {
        DataType type = feature.type();
        // A column of nulls may have no type.
        boolean fits = column.dataType() instanceof StringType
                || column.dataType() instanceof NullType
                || switch (type) {
                    case NUMBER, INTEGER -> column.dataType() instanceof NumericType;
                    case BOOLEAN -> column.dataType() instanceof BooleanType;
                    case STRING -> false;
                };
        return fits
                ? Optional.empty()
                : Optional.of(Problem.ofFeature(
                                column.name(),
                                "expected a column of " + expectation(type) + ", found one of the type "
                                        + Text.cut(column.dataType().simpleString())
                                        + "; convert it with a cast to " + sqlType(type))
                        .text("row"));
    }

    private static String expectation(DataType type) {
        return switch (type) {
            case NUMBER, INTEGER -> "numbers, or of strings with numbers";
            case BOOLEAN -> "booleans, or of strings with \"true\" and \"false\"";
            case STRING -> "strings";
        };
    }

    private static String sqlType(DataType type) {
        return switch (type) {
            case NUMBER -> "double";
            case INTEGER -> "bigint";
            case BOOLEAN -> "boolean";
            case STRING -> "string";
        };
    }

    /** Adds the cells of the features to the row that has been started in the builder. */
    void addCells(Row row, TableBuilder builder) {
        for (int column = 0; column < positions.length; column++) {
            int position = positions[column];
            if (position < 0) {
                continue;
            }
            Object value = row.get(column);
            if (isText[column]) {
                builder.text(position, value == null ? "" : (String) value);
            } else {
                builder.value(position, value);
            }
        }
    }
}
