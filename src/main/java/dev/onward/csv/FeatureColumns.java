package dev.onward.csv;

import dev.onward.table.Feature;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The columns of a CSV file that hold features, found by name. Other columns are ignored. */
final class FeatureColumns {

    /** The position of each column's feature in the schema, or -1. */
    private final int[] positions;

    private FeatureColumns(int[] positions) {
        this.positions = positions;
    }

    /**
     * Matches a header with a schema.
     *
     * @param outputColumns names that no column of the file may have
     * @throws InvalidInputException naming every feature without a column, and every column with the name of an output
     */
    static FeatureColumns match(List<String> header, Schema schema, List<String> outputColumns) {
        Set<String> otherColumns = new HashSet<>(header);
        otherColumns.removeAll(schema.names());
        List<Problem> problems = new ArrayList<>();
        for (Feature feature : schema.features()) {
            if (!header.contains(feature.name())) {
                problems.add(missing(feature, otherColumns));
            }
        }
        for (String name : header) {
            if (outputColumns.contains(name)) {
                problems.add(Problem.ofRow(
                        1, "column " + Text.quote(name) + " has the same name as an output column; rename it"));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems, problems.size(), "line");
        }
        return new FeatureColumns(header.stream().mapToInt(schema::position).toArray());
    }

    private static Problem missing(Feature feature, Set<String> otherColumns) {
        String found =
                Text.nearest(feature.name(), otherColumns).map(Text::quote).orElse("none");
        return Problem.ofCell(1, feature.name(), "expected a column with this name, found " + found);
    }

    /** Adds the features' cells to the row that has been started in the builder. */
    void addCells(List<String> cells, TableBuilder builder) {
        for (int column = 0; column < positions.length; column++) {
            if (positions[column] >= 0) {
                builder.text(positions[column], cells.get(column));
            }
        }
    }

    /** Returns the positions in the file of the columns whose features satisfy the condition. */
    int[] where(IntPredicate condition) {
        return IntStream.range(0, positions.length)
                .filter(column -> positions[column] >= 0 && condition.test(positions[column]))
                .toArray();
    }
}
