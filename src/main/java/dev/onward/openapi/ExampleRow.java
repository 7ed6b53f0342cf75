package dev.onward.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.onward.json.JsonGenerators;
import dev.onward.json.JsonRows;
import dev.onward.model.Model;
import dev.onward.model.card.ModelCard;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Numbers;
import dev.onward.table.Table;
import dev.onward.table.TrainingStatistics;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A row that a model can predict.
 *
 * @param cells numbers, strings and booleans by the names of features, in the model's order
 */
public record ExampleRow(String title, Map<String, Object> cells) {

    public static final int MAX_ROWS = 3;

    private static final Pattern UNQUOTED = Pattern.compile("[^\"\\s,;]*");

    /** The example rows of the model's card. If it has none, one row of allowed but arbitrary values. */
    public static List<ExampleRow> of(Model model) {
        List<ModelCard.Example> examples = model.card().examples();
        return examples.isEmpty()
                ? List.of(new ExampleRow("Arbitrary values", cells(model, Map.of())))
                : examples.stream()
                        .map(example -> new ExampleRow(example.title(), cells(model, example.row())))
                        .toList();
    }

    /** The first few rows that the model can predict. */
    public static List<ExampleRow> predicted(Model model) {
        return of(model).stream()
                .limit(MAX_ROWS)
                .filter(row ->
                        Example.attempt(() -> model.predict(row.table(model))).isPresent())
                .toList();
    }

    /** The row as a JSON object. */
    public String json() {
        return cells.entrySet().stream()
                .map(cell -> JsonGenerators.literal(cell.getKey()) + ": " + JsonGenerators.literal(cell.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /**
     * The row as a table.
     *
     * @throws dev.onward.table.InvalidInputException if the model's features do not allow it
     */
    public Table table(Model model) {
        InputStream in = new ByteArrayInputStream(json().getBytes(UTF_8));
        return JsonRows.read(in, model.schema(), 1).table();
    }

    /** The rows as a CSV file with a header line, quoted only where necessary. */
    public static String csv(List<ExampleRow> rows, List<String> names) {
        StringBuilder file = new StringBuilder(line(names.stream()));
        for (ExampleRow row : rows) {
            file.append(
                    line(names.stream().map(name -> String.valueOf(row.cells().getOrDefault(name, "")))));
        }
        return file.toString();
    }

    private static String line(Stream<String> cells) {
        return cells.map(cell -> UNQUOTED.matcher(cell).matches() ? cell : '"' + cell.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(",", "", "\n"));
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
                category.filter(ExampleRow::isNumber).map(BigDecimal::new).orElseGet(() -> typical(feature));
        };
    }

    /** The mean of the training data or a number that the graph shows to be usual, in three digits. */
    private static BigDecimal typical(Feature feature) {
        BigDecimal exact = BigDecimal.valueOf(feature.observed()
                .map(TrainingStatistics::mean)
                .orElse(feature.typical().orElse(0)));
        BigDecimal rounded = feature.type() == DataType.INTEGER
                ? exact.setScale(0, RoundingMode.HALF_EVEN)
                : exact.round(new MathContext(3));
        BigDecimal stripped = rounded.stripTrailingZeros();
        BigDecimal plain = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        // Rounding must not leave the range of the input's type.
        return feature.accepts().contains(plain.doubleValue()) ? plain : BigDecimal.ZERO;
    }

    /** True for the text of a finite number. */
    static boolean isNumber(String text) {
        OptionalDouble number = Numbers.decimal(text);
        return number.isPresent() && Double.isFinite(number.getAsDouble());
    }
}
