package dev.onward.page.answer;

import dev.onward.details.RowFlips;
import dev.onward.explain.DecisionFlip;
import dev.onward.http.Messages;
import dev.onward.page.text.CellText;
import dev.onward.table.Feature;
import dev.onward.table.Schema;
import java.util.Optional;

/**
 * The nearest change of a single feature that changes the predicted class.
 *
 * @param change empty if no single change does
 */
public record FlipView(Optional<Change> change) {

    /**
     * A change, which the model has confirmed.
     *
     * @param before the entered value: a Double, Long, Boolean or String
     * @param after the other value, likewise
     * @param answer the title of the other class
     */
    public record Change(Feature feature, Object before, Object after, String answer, Messages messages) {

        public String title() {
            return feature.title();
        }

        public String from() {
            return CellText.of(before, messages);
        }

        public String to() {
            return CellText.of(after, messages);
        }

        /** The other value as a form sends it. */
        public String typed() {
            return after instanceof Boolean ? after.toString() : to();
        }
    }

    /** The result of the search for the first row. */
    static FlipView of(RowFlips flips, Schema schema, Messages messages) {
        return new FlipView(flips.outcome(0).result().map(flip -> change(flip, flips, schema, messages)));
    }

    private static Change change(DecisionFlip flip, RowFlips flips, Schema schema, Messages messages) {
        return new Change(
                schema.feature(schema.position(flip.feature())),
                flip.from(),
                flip.to(),
                flips.titles().apply(flip.after()),
                messages);
    }
}
