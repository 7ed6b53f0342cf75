package dev.onward.table;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A problem with an input: where it is, what was expected and what was found.
 *
 * @param row the row of JSON or line of CSV, from 1; 0 if the input has a single row or the problem is not with one row
 * @param feature the name of the feature that the problem is with
 * @param option the name of the option that the problem is with, with which the message begins
 * @param english {@code expected …, got …}, without the place
 * @param nearest searches for the name that was probably meant, which takes long among many names
 */
public record Problem(
        long row,
        Optional<String> feature,
        Optional<String> option,
        Sentence english,
        Supplier<Optional<String>> nearest) {

    private static final Supplier<Optional<String>> NONE = Optional::empty;

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
        return new Problem(row, Optional.empty(), Optional.empty(), english, NONE);
    }

    /** A problem with an option of the request or the command; the message follows the option's name. */
    public static Problem ofOption(String option, String message) {
        return new Problem(0, Optional.empty(), Optional.of(option), Sentence.of(option + ": " + message), NONE);
    }

    /** A problem with a feature in every row, or in the only one. */
    public static Problem ofFeature(String feature, String message) {
        return ofCell(0, feature, message);
    }

    /** A problem with a feature in every row, or in the only one. */
    static Problem ofFeature(String feature, Sentence english) {
        return new Problem(0, Optional.of(feature), Optional.empty(), english, NONE);
    }

    /** A problem with the value of a feature in a row. */
    public static Problem ofCell(long row, String feature, String message) {
        return new Problem(row, Optional.of(feature), Optional.empty(), Sentence.of(message), NONE);
    }

    /** The same problem in another row. */
    public Problem withRow(long number) {
        return new Problem(number, feature, option, english, nearest);
    }

    /** The same problem with another feature. */
    public Problem withFeature(String name) {
        return new Problem(row, Optional.of(name), option, english, nearest);
    }

    /** The same problem with a search for the name that was probably meant, for when the problem is reported. */
    public Problem withSuggestion(Supplier<Optional<String>> search) {
        return new Problem(row, feature, option, english, search);
    }

    /** The name that was probably meant. */
    public Optional<String> suggestion() {
        return nearest.get();
    }

    /** The message in English, without the place. */
    public String message() {
        return english.text();
    }

    /** The message and the suggestion, without the place. */
    public String sentence() {
        return message() + Text.suggestion(suggestion());
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
