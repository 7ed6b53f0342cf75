package dev.onward.train;

import dev.onward.csv.CsvRows;
import dev.onward.table.Numbers;
import java.util.Set;
import java.util.TreeSet;

/** What a column shows: its different values, as far as they are needed, and whether one of them is a number. */
final class Sight {

    private final SourceColumn column;
    private final Set<String> texts = new TreeSet<>();
    private boolean hasNumber;

    Sight(SourceColumn column) {
        this.column = column;
    }

    void see(CsvRows.Row row, boolean decimalComma) {
        String cell = column.cell(row);
        if (!cell.isEmpty() && column.fault(row).isEmpty()) {
            hasNumber = hasNumber
                    || Numbers.decimal(decimalComma ? cell.replace(',', '.') : cell)
                            .isPresent();
            if (!hasTooMany()) {
                texts.add(cell);
            }
        }
    }

    SourceColumn column() {
        return column;
    }

    /** In alphabetical order; some of them if there are too many. Not to be changed. */
    Set<String> texts() {
        return texts;
    }

    boolean isText() {
        return !hasNumber && !texts.isEmpty();
    }

    /** Whether there are more than a categorical feature may have. */
    boolean hasTooMany() {
        return texts.size() > FeatureTypes.MOST_CATEGORIES;
    }
}
