package dev.onward.table;

import java.util.Optional;

/**
 * A problem with an input: where it is, what was expected and what was found.
 *
 * @param row the row of JSON or line of CSV, from 1; 0 if the input has a single row or the problem is not with one row
 * @param feature the name of the feature that the problem is with
 * @param english {@code expected …, got …}, without the place
 * @param suggestion the name that was probably meant
 */
public record Problem(long row, Optional<String> feature, Sentence english, Optional<String> suggestion) {

    /** A problem with the input as a whole. */
    public static Problem of(String message) {
        return ofRow(0, message);
    }

    /** A problem with a row as a whole. */
    public static Problem ofRow(long row, String message) {
        return ofRow(row, Sentence.of(message));
    }

    /** A problem with a row as a whole. */
    public static Problem ofRow(long row, Sentence english) {
        return new Problem(row, Optional.empty(), english, Optional.empty());
    }

    /** A problem with a feature in every row, or in the only one. */
    public static Problem ofFeature(String feature, String message) {
        return ofCell(0, feature, message);
    }

    /** A problem with a feature in every row, or in the only one. */
    static Problem ofFeature(String feature, Sentence english) {
        return new Problem(0, Optional.of(feature), english, Optional.empty());
    }

    /** A problem with the value of a feature in a row. */
    public static Problem ofCell(long row, String feature, String message) {
        return new Problem(row, Optional.of(feature), Sentence.of(message), Optional.empty());
    }

    /** The same problem in another row. */
    Problem withRow(long number) {
        return new Problem(number, feature, english, suggestion);
    }

    /** The same problem with another feature. */
    public Problem withFeature(String name) {
        return new Problem(row, Optional.of(name), english, suggestion);
    }

    /** The same problem with the name that was probably meant. */
    public Problem withSuggestion(Optional<String> name) {
        return new Problem(row, feature, english, name);
    }

    /** The message in English, without the place. */
    public String message() {
        return english.text();
    }

    /** The message and the suggestion, without the place. */
    public String sentence() {
        return message() + Text.suggestion(suggestion);
    }

    /**
     * The place, the message and the suggestion, such as {@code line 3, skewness: expected a number, got "abc"}.
     *
     * @param unit the unit of row numbers: "row" or "line"
     */
    public String text(String unit) {
        StringBuilder text = new StringBuilder();
        if (row > 0) {
            text.append(unit).append(' ').append(row);
        }
        feature.ifPresent(name -> text.append(text.isEmpty() ? "" : ", ").append(name));
        return text.append(text.isEmpty() ? "" : ": ").append(sentence()).toString();
    }
}
