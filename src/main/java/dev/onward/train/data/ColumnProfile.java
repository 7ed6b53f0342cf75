package dev.onward.train.data;

import dev.onward.csv.CsvRows;
import dev.onward.dataset.DataColumn;
import dev.onward.table.Numbers;
import java.util.Set;
import java.util.TreeSet;

/** The distinct values of a column, up to a limit, and whether one of them is a number. */
final class ColumnProfile {

    private final DataColumn column;
    private final Set<String> texts = new TreeSet<>();
    private boolean hasNumber;

    ColumnProfile(DataColumn column) {
        this.column = column;
    }

    /** Adds the row's cell, unless it is missing or not mapped. */
    void add(CsvRows.Row row, boolean decimalComma) {
        String cell = column.cell(row);
        if (!cell.isEmpty() && column.unmapped(row).isEmpty()) {
            hasNumber = hasNumber
                    || Numbers.decimal(decimalComma ? cell.replace(',', '.') : cell)
                            .isPresent();
            if (!hasTooMany()) {
                texts.add(cell);
            }
        }
    }

    DataColumn column() {
        return column;
    }

    /** The distinct values in alphabetical order; not all of them if there are too many. Must not be modified. */
    Set<String> texts() {
        return texts;
    }

    boolean isText() {
        return !hasNumber && !texts.isEmpty();
    }

    /** Checks whether there are more distinct values than a categorical feature may have. */
    boolean hasTooMany() {
        return texts.size() > FeatureTypes.MAX_CATEGORIES;
    }
}
