package dev.onward.page;

import dev.onward.details.PredictionDetails;
import dev.onward.model.Prediction;
import dev.onward.model.card.Value;
import dev.onward.page.ResultTable.Row;
import dev.onward.table.Schema;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The prediction for the row of a form.
 *
 * @param warning names the values that are not finite
 * @param cautions about the values that were entered, in sentences
 */
record PredictionView(Headline headline, ResultTable results, Optional<String> warning, List<String> cautions) {

    private static final int MAX_ROWS = 100;
    private static final int MAX_NAMED = 5;

    private static final String NOT_FINITE = "The result%s is not a finite number."
            + " This can happen if an input is far outside the range of the training data.";

    /**
     * The prediction in a few words.
     *
     * @param subject the title of the value, if there is only one
     * @param certainty in words
     */
    record Headline(Optional<String> subject, String text, Optional<String> unit, Optional<String> certainty) {

        private static Headline of(String text) {
            return new Headline(Optional.empty(), text, Optional.empty(), Optional.empty());
        }

        private Headline with(Optional<String> words) {
            return new Headline(subject, text, unit, words);
        }

        /** The prediction and its unit. */
        String inWords() {
            return text + unit.map(name -> " " + name).orElse("");
        }
    }

    /** @param details of the same prediction, which has one row */
    static PredictionView of(Prediction prediction, PredictionDetails details, Schema schema) {
        PredictionView view =
                prediction.match(PredictionView::ofClasses, PredictionView::ofValues, PredictionView::ofOutputs);
        return new PredictionView(
                view.headline.with(Certainty.of(prediction, details)),
                view.results,
                view.warning,
                Cautions.of(schema, details.warnings(0)));
    }

    /** The prediction with the probability of the predicted class, for where there is little space. */
    public String brief() {
        return results.rows().stream()
                .filter(row -> row.predicted() && results.areProbabilities())
                .findFirst()
                .map(row -> headline.inWords() + ", " + row.value().text())
                .orElseGet(headline::inWords);
    }

    private static PredictionView ofClasses(Prediction.Classes prediction) {
        Optional<ClassResults> results = prediction.scores().map(scores -> new ClassResults(prediction, scores));
        return new PredictionView(
                Headline.of(prediction.label(0).title()),
                results.map(ClassResults::table).orElse(ResultTable.NONE),
                results.flatMap(all -> warning(all.rows())),
                List.of());
    }

    private static PredictionView ofValues(Prediction.Values prediction) {
        List<Row> rows = IntStream.range(0, prediction.values().size())
                .mapToObj(i -> {
                    Value value = prediction.values().get(i);
                    return Row.of(value.title(), FormattedValue.of(prediction.numbers(), i, value));
                })
                .toList();
        return rows.size() == 1 ? single(rows.get(0)) : several(rows, "value", Optional.empty());
    }

    private static PredictionView single(Row row) {
        FormattedValue value = row.value();
        return new PredictionView(
                new Headline(Optional.of(row.title()), value.text(), value.unit(), Optional.empty()),
                ResultTable.NONE,
                value.isFinite() ? Optional.empty() : Optional.of(NOT_FINITE.formatted("")),
                List.of());
    }

    private static PredictionView ofOutputs(Prediction.Outputs prediction) {
        List<Row> rows = IntStream.range(0, prediction.names().size())
                .mapToObj(i -> Row.of(
                        prediction.names().get(i),
                        FormattedValue.of(prediction.columns().get(i))))
                .toList();
        return several(rows, "output", Optional.of("Raw outputs of the model; their meaning is unknown"));
    }

    private static PredictionView several(List<Row> rows, String noun, Optional<String> caption) {
        int others = Math.max(0, rows.size() - MAX_ROWS);
        return new PredictionView(
                Headline.of(NumberFormats.count(rows.size(), noun, noun + "s")),
                new ResultTable(
                        rows.subList(0, rows.size() - others),
                        false,
                        caption,
                        ResultTable.more(others, noun, noun + "s")),
                warning(rows),
                List.of());
    }

    /** A warning that names the values that are not finite, without showing NaN or infinity. */
    private static Optional<String> warning(List<Row> rows) {
        List<String> titles = rows.stream()
                .filter(row -> !row.value().isFinite())
                .map(Row::title)
                .toList();
        if (titles.isEmpty()) {
            return Optional.empty();
        }
        String named = titles.stream().limit(MAX_NAMED).collect(Collectors.joining(", "));
        int others = Math.max(0, titles.size() - MAX_NAMED);
        return Optional.of(NOT_FINITE.formatted(" for " + named + (others == 0 ? "" : " and " + others + " more")));
    }
}
