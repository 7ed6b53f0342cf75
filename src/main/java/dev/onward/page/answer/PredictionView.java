package dev.onward.page.answer;

import dev.onward.details.PredictionDetails;
import dev.onward.http.Messages;
import dev.onward.model.Prediction;
import dev.onward.model.card.Value;
import dev.onward.page.answer.ResultTable.Row;
import dev.onward.table.Schema;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The prediction for the row of a form.
 *
 * @param warning names the values that are not finite
 * @param cautions about the values that were entered
 */
public record PredictionView(Headline headline, ResultTable results, Optional<String> warning, List<Caution> cautions) {

    private static final int MAX_ROWS = 100;
    private static final int MAX_NAMED = 5;

    /**
     * The prediction in a few words.
     *
     * @param subject the title of the value, if there is only one
     * @param certainty in words
     */
    public record Headline(Optional<String> subject, String text, Optional<String> unit, Optional<String> certainty) {

        private static Headline of(String text) {
            return new Headline(Optional.empty(), text, Optional.empty(), Optional.empty());
        }

        private Headline with(Optional<String> words) {
            return new Headline(subject, text, unit, words);
        }

        /** The prediction and its unit. */
        public String inWords() {
            return text + unit.map(name -> " " + name).orElse("");
        }
    }

    /** @param details of the same prediction, which has one row */
    public static PredictionView of(
            Prediction prediction, PredictionDetails details, Schema schema, Messages messages) {
        PredictionView view = prediction.match(
                classes -> ofClasses(classes, messages),
                values -> ofValues(values, messages),
                outputs -> ofOutputs(outputs, messages));
        return new PredictionView(
                view.headline.with(Certainty.of(prediction, details, messages)),
                view.results,
                view.warning,
                Caution.of(schema, details.warnings(0), messages));
    }

    /** The prediction with the probability of the predicted class, for where there is little space. */
    public String brief() {
        return results.rows().stream()
                .filter(row -> row.predicted() && results.areProbabilities())
                .findFirst()
                .map(row -> headline.inWords() + ", " + row.value().text())
                .orElseGet(headline::inWords);
    }

    private static PredictionView ofClasses(Prediction.Classes prediction, Messages messages) {
        Optional<ClassResults> results =
                prediction.scores().map(scores -> new ClassResults(prediction, scores, messages));
        return new PredictionView(
                Headline.of(prediction.label(0).title()),
                results.map(ClassResults::table).orElse(ResultTable.NONE),
                results.flatMap(all -> warning(all.rows(), messages)),
                List.of());
    }

    private static PredictionView ofValues(Prediction.Values prediction, Messages messages) {
        List<Row> rows = IntStream.range(0, prediction.values().size())
                .mapToObj(i -> {
                    Value value = prediction.values().get(i);
                    return Row.of(value.title(), FormattedValue.of(prediction.numbers(), i, value, messages));
                })
                .toList();
        return rows.size() == 1 ? single(rows.get(0), messages) : several(rows, "values", Optional.empty(), messages);
    }

    private static PredictionView single(Row row, Messages messages) {
        FormattedValue value = row.value();
        return new PredictionView(
                new Headline(Optional.of(row.title()), value.text(), value.unit(), Optional.empty()),
                ResultTable.NONE,
                value.isFinite() ? Optional.empty() : Optional.of(messages.text("answer.not-finite")),
                List.of());
    }

    private static PredictionView ofOutputs(Prediction.Outputs prediction, Messages messages) {
        List<Row> rows = IntStream.range(0, prediction.names().size())
                .mapToObj(i -> Row.of(
                        prediction.names().get(i),
                        FormattedValue.of(prediction.columns().get(i), messages)))
                .toList();
        return several(rows, "outputs", Optional.of(messages.text("answer.outputs")), messages);
    }

    private static PredictionView several(List<Row> rows, String noun, Optional<String> caption, Messages messages) {
        int others = Math.max(0, rows.size() - MAX_ROWS);
        return new PredictionView(
                Headline.of(messages.count("answer." + noun, rows.size())),
                new ResultTable(
                        rows.subList(0, rows.size() - others),
                        false,
                        caption,
                        ResultTable.more(others, "answer.more-" + noun, messages)),
                warning(rows, messages),
                List.of());
    }

    /** A warning that names the values that are not finite, without showing NaN or infinity. */
    private static Optional<String> warning(List<Row> rows, Messages messages) {
        List<String> titles = rows.stream()
                .filter(row -> !row.value().isFinite())
                .map(Row::title)
                .toList();
        if (titles.isEmpty()) {
            return Optional.empty();
        }
        String named = titles.stream().limit(MAX_NAMED).collect(Collectors.joining(", "));
        int others = Math.max(0, titles.size() - MAX_NAMED);
        return Optional.of(messages.text(
                "answer.not-finite.named", others == 0 ? named : named + " " + messages.count("more", others)));
    }
}
