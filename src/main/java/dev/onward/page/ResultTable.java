package dev.onward.page;

import java.util.List;
import java.util.Optional;

/**
 * The numbers of a prediction: a bar chart of probabilities, or a table. Without rows it is not shown.
 *
 * @param more how many rows are not listed
 */
record ResultTable(List<Row> rows, boolean areProbabilities, Optional<String> caption, Optional<String> more) {

    static final ResultTable NONE = new ResultTable(List.of(), false, Optional.empty(), Optional.empty());

    /**
     * A class, a value or an output of the graph.
     *
     * @param label the name of the class, unless it is the title
     * @param predicted whether it is the predicted class
     */
    record Row(String title, Optional<String> label, FormattedValue value, boolean predicted) {

        /** A row that is not a class. */
        static Row of(String title, FormattedValue value) {
            return new Row(title, Optional.empty(), value, false);
        }
    }

    /** Counts the rows that are not listed; empty if all are. */
    static Optional<String> more(int others, String one, String many) {
        return others == 0
                ? Optional.empty()
                : Optional.of("and " + NumberFormats.count(others, "more " + one, "more " + many)
                        + "; the JSON response contains all of them");
    }
}
