package dev.onward.table;

import java.util.Optional;

/**
 * One thing that is wrong with an input, in words that name what was expected and what was found.
 *
 * @param row where it is, from 1: a row of JSON, a line of CSV; 0 if the input has only one row or all of it is meant
 * @param feature the name of the feature, or empty if it is not about one
 * @param suggestion the name that was probably meant
 */
public record Problem(long row, String feature, String message, Optional<String> suggestion) {

    public static Problem of(String message) {
        return new Problem(0, "", message, Optional.empty());
    }

    public static Problem of(long row, String feature, String message) {
        return new Problem(row, feature, message, Optional.empty());
    }

    /** The same problem at another place. */
    Problem atRow(long number) {
        return new Problem(number, feature, message, suggestion);
    }

    /** What is wrong, with the suggestion but without the place. */
    public String sentence() {
        return message
                + suggestion
                        .map(name -> ", did you mean " + Text.quote(name) + "?")
                        .orElse("");
    }

    /**
     * The problem as one sentence, such as {@code line 3, skewness: expected a number, got "abc"}.
     *
     * @param unit what the row number counts: "row" or "line"
     */
    public String text(String unit) {
        StringBuilder text = new StringBuilder();
        if (row > 0) {
            text.append(unit).append(' ').append(row);
        }
        if (!feature.isEmpty()) {
            text.append(text.isEmpty() ? "" : ", ").append(feature);
        }
        return text.append(text.isEmpty() ? "" : ": ").append(sentence()).toString();
    }
}
