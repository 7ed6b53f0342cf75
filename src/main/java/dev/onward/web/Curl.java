package dev.onward.web;

import dev.onward.format.JsonFormat;
import dev.onward.model.Model;
import dev.onward.model.ModelCard;
import dev.onward.table.Feature;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lines to paste into a terminal.
 *
 * @param row that the model can be asked, as JSON
 */
record Curl(String row) {

    /** What no shell reads as anything else. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9:/._~-]*");

    /** A shell reads on in the next line. */
    private static final String NEXT = " \\\n  ";

    /** With the card's first example, or else with values that are allowed and say nothing. */
    static Curl of(Model model) {
        Map<String, Object> example = model.card().examples().stream()
                .findFirst()
                .map(ModelCard.Example::row)
                .orElse(Map.of());
        Map<String, Object> row = new LinkedHashMap<>();
        for (Feature feature : model.schema().features()) {
            if (example.containsKey(feature.name())) {
                row.put(feature.name(), example.get(feature.name()));
            } else if (example.isEmpty() || !feature.optional()) {
                row.put(feature.name(), anything(feature));
            }
        }
        return new Curl(row.entrySet().stream()
                .map(cell -> JsonFormat.text(cell.getKey()) + ": " + JsonFormat.text(cell.getValue()))
                .collect(Collectors.joining(", ", "{", "}")));
    }

    /** @param address of the server's predictions */
    String json(String address) {
        return "curl " + argument(address) + NEXT + "-H 'Content-Type: application/json'" + NEXT + "-d " + quoted(row);
    }

    /** @param address of the server's predictions */
    static String csv(String address) {
        return "curl " + argument(address) + NEXT + "-H 'Content-Type: text/csv'" + NEXT + "--data-binary @file.csv";
    }

    private static String argument(String address) {
        return PLAIN.matcher(address).matches() ? address : quoted(address);
    }

    private static String quoted(String argument) {
        return "'" + argument.replace("'", "'\\''") + "'";
    }

    private static Object anything(Feature feature) {
        Optional<String> category = feature.categories().stream().findFirst();
        return switch (feature.type()) {
            case BOOLEAN -> true;
            case STRING -> category.orElse("…");
            case NUMBER, INTEGER ->
                category.filter(text -> Control.number(text).isPresent())
                        .map(BigDecimal::new)
                        .orElse(BigDecimal.ZERO);
        };
    }
}
