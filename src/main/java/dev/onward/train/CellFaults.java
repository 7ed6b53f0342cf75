package dev.onward.train;

import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Problem;
import dev.onward.table.Text;
import java.util.Optional;
import java.util.stream.Stream;

/** Counts the bad cells of a column, so that a column that is bad throughout is told in a few lines and a hint. */
final class CellFaults {

    /** Once a column has shown this many bad cells, and has many of them, more say nothing new. */
    private static final int LISTED = 3;

    private final SourceColumn column;
    private long wrong;
    private long missing;

    CellFaults(SourceColumn column) {
        this.column = column;
    }

    /**
     * Counts a bad cell, and tells whether it is worth a line of its own.
     *
     * @param rows how many have been read
     */
    boolean isWorthALine(String cell, long rows) {
        if (cell.isEmpty()) {
            missing++;
        } else {
            wrong++;
        }
        return wrong + missing <= LISTED || !isMuch(wrong + missing, rows);
    }

    /** The column's name if cells are missing in it. */
    Stream<String> missing() {
        return missing > 0 ? Stream.of(column.header()) : Stream.empty();
    }

    /** What helps if many cells are wrong. */
    Optional<Problem> hint(Feature feature, long rows) {
        if (!isMuch(wrong, rows)) {
            return Optional.empty();
        }
        String hint = feature.type() == DataType.NUMBER
                ? "part of this column is text; if it names categories, say \"type\": \"string\" for the feature "
                        + Text.quote(column.name()) + " on the card, or else "
                        + FeatureTypes.DROP
                : "\"map\" under \"columns\" on the card can say what each value is to be read as";
        return Optional.of(Problem.of(0, column.header(), hint));
    }

    /** More than a tenth is more than a slip. */
    private static boolean isMuch(long cells, long rows) {
        return cells * 10 > rows;
    }
}
