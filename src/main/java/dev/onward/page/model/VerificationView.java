package dev.onward.page.model;

import dev.onward.http.Messages;
import dev.onward.json.JsonGenerators;
import dev.onward.model.Model;
import dev.onward.model.card.Expected;
import dev.onward.model.card.ModelCard;
import dev.onward.page.text.NumberFormats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The verification of a model when it was loaded. */
record VerificationView(String summary, Optional<GoldenRows> golden) {

    private static final int MAX_ROWS = 20;

    /**
     * The golden rows, or the first of them.
     *
     * @param source of the expected predictions
     * @param more the number of rows that are not listed, in words
     */
    record GoldenRows(Optional<String> source, String tolerance, List<Row> rows, Optional<String> more) {

        /** @param input as JSON */
        record Row(String input, String expected) {}
    }

    static VerificationView of(Model model, Messages messages) {
        return new VerificationView(
                summary(model, messages),
                model.card().golden().filter(golden -> model.isTabular()).map(golden -> rows(golden, messages)));
    }

    private static String summary(Model model, Messages messages) {
        if (!model.isTabular()) {
            return messages.text("verification.not-tabular");
        }
        int rows = model.verifiedRows();
        return rows == 0 ? messages.text("verification.none") : messages.count("verification.rows", rows);
    }

    private static GoldenRows rows(ModelCard.Golden golden, Messages messages) {
        int others = golden.rows().size() - MAX_ROWS;
        return new GoldenRows(
                golden.source(),
                NumberFormats.exact(golden.tolerance()),
                golden.rows().stream()
                        .limit(MAX_ROWS)
                        .map(row -> new GoldenRows.Row(json(row.row()), expected(row.expected(), messages)))
                        .toList(),
                others > 0 ? Optional.of(messages.count("more", others)) : Optional.empty());
    }

    private static String expected(Expected expected, Messages messages) {
        List<String> parts = new ArrayList<>();
        expected.label().ifPresent(label -> parts.add(messages.text("answer.label") + " " + label));
        expected.value().ifPresent(value -> parts.add(readable(value)));
        for (Map<String, Double> numbers : List.of(expected.probabilities(), expected.scores(), expected.values())) {
            numbers.forEach((name, number) -> parts.add(name + ": " + readable(number)));
        }
        return String.join(", ", parts);
    }

    private static String readable(double number) {
        return NumberFormats.readable(Double.toString(number));
    }

    private static String json(Map<String, Object> row) {
        return row.entrySet().stream()
                .map(cell -> JsonGenerators.literal(cell.getKey()) + ": " + JsonGenerators.literal(cell.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
