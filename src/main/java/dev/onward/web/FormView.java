package dev.onward.web;

import dev.onward.format.JsonFormat;
import dev.onward.model.Label;
import dev.onward.model.Model;
import dev.onward.model.ModelCard;
import dev.onward.model.Prediction;
import dev.onward.table.Feature;
import dev.onward.table.Numbers;
import dev.onward.table.Observed;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import java.math.BigDecimal;
import java.math.MathContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** What the form's template shows, worded and formatted. */
final class FormView {

    private FormView() {}

    /**
     * One field of the form; what does not apply is empty.
     *
     * @param type of the input: a number field would drop a value that is none, which is to be kept
     * @param outside says that the value lies outside the training data
     */
    record Field(
            String type,
            String name,
            String title,
            String unit,
            String description,
            String minimum,
            String maximum,
            String mean,
            String step,
            String value,
            String problem,
            String outside) {}

    /** One class's bar. */
    record Bar(String label, String title, String value, String percent, boolean chosen) {}

    /** The answer: a class and a bar for each. */
    record Answer(String label, String title, List<Bar> bars) {}

    /**
     * One line of the summary of problems.
     *
     * @param anchor of the field it is about; empty if it is about none
     */
    record Notice(String anchor, String title, String message) {}

    /** A link that fills the form in. */
    record Example(String title, String query) {}

    static List<Field> fields(Schema schema, Map<String, List<String>> typed, List<Problem> problems) {
        return schema.features().stream()
                .map(feature -> field(feature, first(typed, feature.name()), problems))
                .toList();
    }

    /** The problems by the titles of their fields, which is what the reader sees. */
    static List<Notice> notices(Schema schema, List<Problem> problems) {
        return problems.stream()
                .map(problem -> {
                    int position = schema.position(problem.feature());
                    return position < 0
                            ? new Notice("", problem.feature(), problem.sentence())
                            : new Notice(
                                    "#field-" + position,
                                    schema.feature(position).title(),
                                    problem.sentence());
                })
                .toList();
    }

    static List<Example> examples(ModelCard card) {
        return card.examples().stream()
                .map(example -> new Example(example.title(), query(example.row())))
                .toList();
    }

    /** The card's metrics by name, without exponents. */
    static Map<String, String> metrics(ModelCard card) {
        Map<String, String> metrics = new LinkedHashMap<>();
        card.metrics().forEach(metric -> metrics.put(metric.name(), decimal(metric.value())));
        return metrics;
    }

    static Optional<Answer> answer(Prediction prediction) {
        if (!(prediction instanceof Prediction.Classes classes)) {
            return Optional.empty();
        }
        Label chosen = classes.label(0);
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < classes.labels().size(); i++) {
            Label label = classes.labels().get(i);
            double probability = classes.scores().orElseThrow().get(0, i);
            bars.add(new Bar(
                    label.name(),
                    label.title(),
                    Double.toString(probability),
                    percent(probability),
                    label.equals(chosen)));
        }
        return Optional.of(new Answer(chosen.name(), chosen.title(), bars));
    }

    /** A line to paste into a terminal, with the model's first example. */
    static String curl(Model model, String url) {
        Map<String, Object> row = new LinkedHashMap<>();
        model.schema().names().forEach(name -> row.put(name, 0));
        model.card().examples().stream().limit(1).forEach(example -> row.putAll(example.row()));
        String json = row.entrySet().stream()
                .map(cell -> JsonFormat.text(cell.getKey()) + ": " + JsonFormat.text(cell.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
        return "curl " + url + "predict -H 'Content-Type: application/json' -d '" + json.replace("'", "'\\''") + "'";
    }

    /** The same for a file. */
    static String curlCsv(String url) {
        return "curl " + url + "predict -H 'Content-Type: text/csv' --data-binary @file.csv";
    }

    /** Never 0 % or 100 %: a model is not certain, it only has no more digits. */
    static String percent(double probability) {
        if (probability < 0.0005) {
            return "< 0.1 %";
        }
        return probability > 0.9995 ? "> 99.9 %" : String.format(Locale.ROOT, "%.1f %%", probability * 100);
    }

    private static Field field(Feature feature, String value, List<Problem> problems) {
        Optional<Observed> observed = feature.observed();
        return new Field(
                value.isBlank() || number(value).isPresent() ? "number" : "text",
                feature.name(),
                feature.title(),
                feature.unit(),
                feature.description(),
                observed.map(seen -> decimal(seen.minimum())).orElse(""),
                observed.map(seen -> decimal(seen.maximum())).orElse(""),
                observed.map(seen -> rounded(seen.mean())).orElse(""),
                feature.step().isPresent() ? decimal(feature.step().getAsDouble()) : "any",
                value,
                problems.stream()
                        .filter(problem -> problem.feature().equals(feature.name()))
                        .map(Problem::sentence)
                        .collect(Collectors.joining("; ")),
                observed.filter(seen -> isOutside(seen, value))
                        .map(seen -> "outside the training data, which goes from " + decimal(seen.minimum()) + " to "
                                + decimal(seen.maximum()))
                        .orElse(""));
    }

    private static boolean isOutside(Observed seen, String value) {
        return number(value).stream().anyMatch(number -> !seen.contains(number));
    }

    /** The value as a browser's number field can hold it. */
    private static OptionalDouble number(String value) {
        OptionalDouble number = Numbers.decimal(value.strip());
        return number.isPresent() && Double.isFinite(number.getAsDouble()) ? number : OptionalDouble.empty();
    }

    private static String decimal(double number) {
        return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    }

    /** Four digits are as much of a mean as anybody reads. */
    private static String rounded(double number) {
        return new BigDecimal(number)
                .round(new MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String first(Map<String, List<String>> typed, String name) {
        return typed.getOrDefault(name, List.of("")).get(0);
    }

    private static String query(Map<String, Object> row) {
        return row.entrySet().stream()
                .map(cell -> encode(cell.getKey()) + "=" + encode(String.valueOf(cell.getValue())))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
