package dev.onward.page;

import dev.onward.http.Messages;
import dev.onward.http.UrlEncoding;
import dev.onward.model.Model;
import dev.onward.table.Feature;
import dev.onward.table.Schema;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The input that a user can send to a model, apart from the form itself.
 *
 * @param columns of a CSV file, or the first of them
 * @param moreColumns the number of columns that are not listed
 * @param placeholders names to replace, separated by commas, for features that are only numbered; empty if the card or
 *     the graph names the features
 */
record UsageView(List<ExampleLink> examples, List<String> columns, long moreColumns, Optional<String> placeholders) {

    private static final int MAX_COLUMNS = 20;

    private static final int MAX_PLACEHOLDERS = 8;

    /** The values of an example that its link shows. */
    private static final int MAX_VALUES = 2;

    /** Names that are given to the columns of a matrix, whose names no file has. */
    private static final Pattern GENERATED = Pattern.compile("f\\d+");

    /**
     * A link that fills in the form, with the answer.
     *
     * @param values those that are the farthest from the means of the training data, in the order of the schema
     */
    record ExampleLink(String title, String query, String values) {}

    static UsageView of(Model model, Messages messages) {
        List<String> names = model.schema().names();
        int others = Math.max(0, names.size() - MAX_COLUMNS);
        return new UsageView(
                model.card().examples().stream()
                        .map(example -> new ExampleLink(
                                example.title(),
                                query(example.row(), model),
                                values(example.row(), model.schema(), messages)))
                        .toList(),
                names.subList(0, names.size() - others),
                others,
                placeholders(names));
    }

    private static Optional<String> placeholders(List<String> names) {
        if (!names.stream().allMatch(name -> GENERATED.matcher(name).matches())) {
            return Optional.empty();
        }
        String listed = names.stream()
                .limit(MAX_PLACEHOLDERS)
                .map(name -> "NAME" + name.substring(1))
                .collect(Collectors.joining(","));
        return Optional.of(names.size() > MAX_PLACEHOLDERS ? listed + ",…" : listed);
    }

    private static String values(Map<String, Object> row, Schema schema, Messages messages) {
        List<Cell> farthest = schema.features().stream()
                .flatMap(feature ->
                        Optional.ofNullable(row.get(feature.name())).map(value -> new Cell(feature, value)).stream())
                .sorted(Comparator.comparingDouble(cell -> -cell.distance()))
                .limit(MAX_VALUES)
                .sorted(Comparator.comparingInt(
                        cell -> schema.position(cell.feature().name())))
                .toList();
        String shown = farthest.stream().map(cell -> cell.text(messages)).collect(Collectors.joining(", "));
        return row.size() > farthest.size() ? shown + ", …" : shown;
    }

    /** A value of an example. */
    private record Cell(Feature feature, Object value) {

        /** The distance from the mean of the training data in standard deviations; 0 if it is unknown. */
        double distance() {
            return feature.observed()
                    .filter(observed -> value instanceof Number && observed.standardDeviation() > 0)
                    .map(observed ->
                            Math.abs(((Number) value).doubleValue() - observed.mean()) / observed.standardDeviation())
                    .orElse(0.0);
        }

        String text(Messages messages) {
            return feature.title() + " "
                    + (value instanceof Number number ? NumberFormats.brief(number) : CellText.of(value, messages));
        }
    }

    private static String query(Map<String, Object> row, Model model) {
        String fields = row.entrySet().stream()
                .map(cell ->
                        UrlEncoding.encode(cell.getKey()) + "=" + UrlEncoding.encode(String.valueOf(cell.getValue())))
                .collect(Collectors.joining("&"));
        return FormPage.canLink(model) ? fields + "&" + FormHandlers.ANSWER : fields;
    }
}
