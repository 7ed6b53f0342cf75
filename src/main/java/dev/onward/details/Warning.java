package dev.onward.details;

import dev.onward.table.Sentence;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A warning that the value of a feature differs from those in the training data, so that the prediction is less
 * reliable.
 *
 * @param feature its name
 * @param distance from the training range, above 0; present if the value is outside
 * @param english the message, without the name of the feature
 */
public record Warning(String feature, Kind kind, Optional<BigDecimal> distance, Sentence english) {

    /** The kind of a warning. */
    public enum Kind {
        /** A number below the minimum or above the maximum of the training data. */
        OUTSIDE_TRAINING_RANGE("outside-training-range"),
        /** No value. */
        MISSING_VALUE("missing-value"),
        /** A category that is not in the training data. */
        UNSEEN_CATEGORY("unseen-category"),
        /** A category that the model does not know and ignores. */
        UNKNOWN_CATEGORY("unknown-category");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** The name in responses. */
        public String title() {
            return title;
        }
    }

    /** The message in English, without the name of the feature. */
    public String message() {
        return english.text();
    }

    /** The name of the feature and the message. */
    public String text() {
        return feature + ": " + message();
    }
}
