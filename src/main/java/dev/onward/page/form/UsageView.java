package dev.onward.page.form;

import dev.onward.http.UrlEncoding;
import dev.onward.model.Model;
import dev.onward.page.text.CellText;
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

    /** Names that are given to the columns of a matrix, whose names no file has. */
    private static final Pattern GENERATED = Pattern.compile("f\\d+");

    /** A link that fills in the form, with the answer. */
    record ExampleLink(String title, String query) {}

    static UsageView of(Model model) {
        List<String> names = model.schema().names();
        int others = Math.max(0, names.size() - MAX_COLUMNS);
        return new UsageView(
                model.card().examples().stream()
                        .map(example -> new ExampleLink(example.title(), query(example.row())))
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

    private static String query(Map<String, Object> row) {
        return row.entrySet().stream()
                .map(cell -> UrlEncoding.encode(cell.getKey()) + "="
                        + UrlEncoding.encode(CellText.typed(cell.getValue())) + "&")
                .collect(Collectors.joining("", "", FormHandlers.ANSWER));
    }
}
