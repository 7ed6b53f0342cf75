package dev.onward.page.answer;

import dev.onward.http.Messages;
import java.util.List;
import java.util.Optional;

/**
 * The numbers of a prediction: a bar chart of probabilities, or a table. Without rows it is not shown.
 *
 * @param more the number of rows that are not listed, in words
 */
record ResultTable(List<Row> rows, boolean areProbabilities, Optional<String> caption, Optional<String> more) {

    static final ResultTable NONE = new ResultTable(List.of(), false, Optional.empty(), Optional.empty());

    /**
     * A class, a value or an output of the graph.
     *
     * @param label the name of the class, unless it is the title
     * @param predicted true for the predicted class
     */
    record Row(String title, Optional<String> label, FormattedValue value, boolean predicted) {

        /** A row that is not a class. */
        static Row of(String title, FormattedValue value) {
            return new Row(title, Optional.empty(), value, false);
        }
    }

    /**
     * The number of rows that are not listed, in words; empty if all are listed.
     *
     * @param key of the words
     */
    static Optional<String> more(int others, String key, Messages messages) {
        return others == 0 ? Optional.empty() : Optional.of(messages.count(key, others));
    }
}
