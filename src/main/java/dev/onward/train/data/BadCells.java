package dev.onward.train.data;

import dev.onward.csv.CsvRows;
import dev.onward.dataset.DataColumn;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Problem;
import dev.onward.table.Text;
import java.util.Optional;
import java.util.stream.Stream;

/** Counts the bad cells of a column, so that a column with many of them is reported in a few lines and a hint. */
final class BadCells {

    /** In a column with many bad cells, no more than this many are listed. */
    private static final int MAX_LISTED = 3;

    private final DataColumn column;
    private long invalid;
    private long missing;

    BadCells(DataColumn column) {
        this.column = column;
    }

    /**
     * Counts the row's cell as bad and returns whether to list it.
     *
     * @param rows the number of rows read so far
     */
    boolean add(CsvRows.Row row, long rows) {
        if (column.stripped(row).isEmpty()) {
            missing++;
        } else {
            invalid++;
        }
        return invalid + missing <= MAX_LISTED || !isMuch(invalid + missing, rows);
    }

    /** The column's name if it has missing cells. */
    Stream<String> missing() {
        return missing > 0 ? Stream.of(column.header()) : Stream.empty();
    }

    /** A remedy if many cells are invalid. */
    Optional<Problem> hint(Feature feature, long rows) {
        if (!isMuch(invalid, rows)) {
            return Optional.empty();
        }
        String hint = feature.type() == DataType.NUMBER
                ? "some values in this column are text; if it contains categories, set \"type\": \"string\" for the"
                        + " feature " + Text.quote(column.name()) + " in the card; otherwise, "
                        + DataReader.DROP
                : "\"map\" under \"columns\" in the card can map each value to a valid one";
        return Optional.of(Problem.ofFeature(column.header(), hint));
    }

    /** More than a tenth of the rows is more than single typing errors. */
    private static boolean isMuch(long cells, long rows) {
        return cells * 10 > rows;
    }
}
