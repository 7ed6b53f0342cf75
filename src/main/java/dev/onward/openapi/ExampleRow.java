package dev.onward.openapi;

import dev.onward.json.JsonGenerators;
import dev.onward.model.Model;
import dev.onward.model.card.ModelCard;
import dev.onward.table.Feature;
import dev.onward.table.Numbers;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * A row that a model can be asked.
 *
 * @param title what it is an example of
 * @param cells numbers, texts and truth values by the names of features, in the model's order
 */
public record ExampleRow(String title, Map<String, Object> cells) {

    /** The rows that the model's card has, or else one with values that are allowed and say nothing. At least one. */
    public static List<ExampleRow> of(Model model) {
        List<ModelCard.Example> examples = model.card().examples();
        return examples.isEmpty()
                ? List.of(new ExampleRow("Values that say nothing", cells(model, Map.of())))
                : examples.stream()
                        .map(example -> new ExampleRow(example.title(), cells(model, example.row())))
                        .toList();
    }

    /** The row as a JSON object. */
    public String json() {
        return cells.entrySet().stream()
                .map(cell -> JsonGenerators.literal(cell.getKey()) + ": " + JsonGenerators.literal(cell.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static Map<String, Object> cells(Model model, Map<String, Object> example) {
        Map<String, Object> cells = new LinkedHashMap<>();
        for (Feature feature : model.schema().features()) {
            if (example.containsKey(feature.name())) {
                cells.put(feature.name(), example.get(feature.name()));
            } else if (example.isEmpty() || !feature.optional()) {
                cells.put(feature.name(), anything(feature));
            }
        }
        return cells;
    }

    private static Object anything(Feature feature) {
        Optional<String> category = feature.categories().stream().findFirst();
        return switch (feature.type()) {
            case BOOLEAN -> true;
            case STRING -> category.orElse("…");
            case NUMBER, INTEGER ->
                category.filter(ExampleRow::isNumber).map(BigDecimal::new).orElse(BigDecimal.ZERO);
        };
    }

    private static boolean isNumber(String text) {
        OptionalDouble number = Numbers.decimal(text);
        return number.isPresent() && Double.isFinite(number.getAsDouble());
    }
}
