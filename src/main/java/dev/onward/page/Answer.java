package dev.onward.page;

import dev.onward.model.Prediction;
import dev.onward.model.card.Value;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The answer to the one row of a form, in words; what does not apply is empty.
 *
 * @param about what the headline is the value of
 * @param caption of the lines
 * @param more what the page leaves out, and JSON has
 * @param warning why a number is not given
 */
record Answer(
        String about,
        String headline,
        String unit,
        List<Bar> bars,
        String caption,
        List<Line> lines,
        String more,
        String warning) {

    /** More numbers than this are for programs. */
    private static final int MOST_LINES = 100;

    private static final int MOST_NAMED = 5;

    private static final String NOT_FINITE = "What the model computed%s is not a finite number."
            + " A value far outside what it was made for can do that.";

    /**
     * One class's probability, as a bar.
     *
     * @param value from 0 to 1; empty if the probability is no number
     */
    record Bar(String label, String title, String value, String percent, boolean chosen) {}

    static Answer of(Prediction prediction) {
        return prediction.match(ClassAnswer::of, Answer::of, Answer::of);
    }

    private static Answer of(Prediction.Values prediction) {
        List<Line> lines = IntStream.range(0, prediction.values().size())
                .mapToObj(i -> {
                    Value value = prediction.values().get(i);
                    return Line.of("", value.title(), prediction.numbers(), i, value.unit(), false);
                })
                .toList();
        if (lines.size() > 1) {
            return table(lines, "value", "", warning(prediction, lines));
        }
        Line only = lines.get(0);
        return new Answer(
                only.title(),
                only.readable(),
                only.unit(),
                List.of(),
                "",
                List.of(),
                "",
                only.lacksNumber() ? NOT_FINITE.formatted("") : "");
    }

    private static Answer of(Prediction.Outputs prediction) {
        List<Line> lines = IntStream.range(0, prediction.names().size())
                .mapToObj(i ->
                        Line.of(prediction.names().get(i), prediction.columns().get(i)))
                .toList();
        String caption = "What the model's outputs hold; nothing else is known of them";
        return table(lines, "output", caption, warning(prediction, lines));
    }

    /** Why the first row has no number somewhere, in words of our own, which do not show a reader NaN. */
    static String warning(Prediction prediction, List<Line> lines) {
        List<String> without =
                lines.stream().filter(Line::lacksNumber).map(Line::title).toList();
        if (without.isEmpty()) {
            return prediction.reason(0).orElse("");
        }
        String named = without.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        int others = Math.max(0, without.size() - MOST_NAMED);
        return NOT_FINITE.formatted(" for " + named + (others == 0 ? "" : " and " + others + " more"));
    }

    /** What is said of those that are left out. */
    static String more(int others, String one, String many) {
        return others == 0
                ? ""
                : "and " + Figures.count(others, "more " + one, "more " + many) + "; a JSON answer has all of them";
    }

    private static Answer table(List<Line> lines, String what, String caption, String warning) {
        int others = Math.max(0, lines.size() - MOST_LINES);
        return new Answer(
                "",
                Figures.count(lines.size(), what, what + "s"),
                "",
                List.of(),
                caption,
                lines.subList(0, lines.size() - others),
                more(others, what, what + "s"),
                warning);
    }
}
