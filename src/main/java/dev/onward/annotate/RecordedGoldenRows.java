package dev.onward.annotate;

import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.Expected;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.ModelCard.Golden;
import dev.onward.model.card.ModelCard.GoldenRow;
import dev.onward.table.Feature;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Numbers;
import dev.onward.table.Table;
import dev.onward.table.TrainingStatistics;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Golden rows with the model's own predictions. They do not show that the predictions are right, but that they are the
 * same on another machine, with another runtime or after a copy.
 */
final class RecordedGoldenRows {

    /** Identifies recorded golden rows in files. If it changes, the earlier text must stay in {@link #SOURCES}. */
    private static final String SOURCE = "predictions of the model itself, recorded when it was annotated; they detect"
            + " changed predictions, not wrong ones";

    private static final Set<String> SOURCES = Set.of(
            SOURCE,
            "the model's own answers, given when it was annotated: they show that it still answers the same, and not"
                    + " that it is right");

    /** A float has about seven digits, and runtimes may compute in a different order. */
    private static final double RELATIVE_TOLERANCE = 1e-5;

    private static final int MAX_ROWS_OF_DATA = 8;

    private RecordedGoldenRows() {}

    /**
     * Records predictions for examples, synthetic rows, rows of data and rows of an earlier annotation.
     *
     * @param data rows that may be in the file
     * @param earlier golden rows of the file, whose labels or features may have new names now
     * @return empty if the model predicts finite numbers for none of the rows
     */
    static Optional<Golden> of(Model model, ModelCard card, Optional<Table> data, List<GoldenRow> earlier) {
        List<GoldenRow> rows = new ArrayList<>();
        for (Map<String, Object> row : candidates(model, card, data, earlier)) {
            CardRows.table(model.schema(), row)
                    .flatMap(table -> answer(model, table, row))
                    .ifPresent(rows::add);
        }
        double largest = rows.stream()
                .flatMapToDouble(row -> numbers(row.expected()))
                .map(Math::abs)
                .max()
                .orElse(1);
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Golden(Optional.of(SOURCE), RELATIVE_TOLERANCE * Math.max(1, largest), rows));
    }

    /** Checks whether golden rows were recorded by an annotation; only those may be replaced. */
    static boolean areRecorded(Golden golden) {
        return golden.source().filter(SOURCES::contains).isPresent();
    }

    private static List<Map<String, Object>> candidates(
            Model model, ModelCard card, Optional<Table> data, List<GoldenRow> earlier) {
        List<Map<String, Object>> rows = new ArrayList<>();
        card.examples().forEach(example -> rows.add(example.row()));
        rows.add(synthetic(model, TrainingStatistics::minimum));
        rows.add(synthetic(model, TrainingStatistics::mean));
        rows.add(synthetic(model, TrainingStatistics::maximum));
        data.ifPresent(table -> spread(table.rows()).forEach(row -> rows.add(CardRows.of(table, row))));
        earlier.forEach(row -> rows.add(row.row()));
        return new ArrayList<>(rows.stream()
                .collect(Collectors.toMap(
                        RecordedGoldenRows::normalised, row -> row, (first, same) -> first, LinkedHashMap::new))
                .values());
    }

    /** The row with numbers in one notation: 1 of a synthetic row, 1.0 of data and a decimal of a card are equal. */
    private static Map<String, String> normalised(Map<String, Object> row) {
        return row.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        cell -> cell.getValue() instanceof Number number
                                ? new BigDecimal(number.toString())
                                        .stripTrailingZeros()
                                        .toPlainString()
                                : cell.getValue() + " " + cell.getValue().getClass()));
    }

    /** Positions spread evenly over a table of this many rows. */
    private static IntStream spread(int rows) {
        int count = Math.min(MAX_ROWS_OF_DATA, rows);
        return IntStream.range(0, count).map(i -> (int) ((long) i * rows / count));
    }

    private static Map<String, Object> synthetic(Model model, ToDoubleFunction<TrainingStatistics> statistic) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (Feature feature : model.schema().features()) {
            row.put(feature.name(), value(feature, statistic));
        }
        return row;
    }

    private static Object value(Feature feature, ToDoubleFunction<TrainingStatistics> statistic) {
        double number = feature.observed().map(statistic::applyAsDouble).orElse(1.0);
        return switch (feature.type()) {
            case STRING ->
                feature.categories().isEmpty() ? "a" : feature.categories().get(0);
            case BOOLEAN -> true;
            case INTEGER ->
                feature.categories().isEmpty()
                        ? (Object) Math.round(number)
                        : Numbers.whole(feature.categories().get(0)).orElseThrow();
            case NUMBER ->
                feature.categories().isEmpty()
                        ? number
                        : Numbers.decimal(feature.categories().get(0)).orElseThrow();
        };
    }

    private static Optional<GoldenRow> answer(Model model, Table table, Map<String, Object> row) {
        try {
            Prediction prediction = model.predict(table);
            return prediction.reason(0).isPresent()
                    ? Optional.empty()
                    : expected(prediction).map(expected -> new GoldenRow(row, expected));
        } catch (InvalidInputException notPredicted) {
            return Optional.empty();
        }
    }

    /** Empty for outputs without a known meaning. */
    private static Optional<Expected> expected(Prediction prediction) {
        return prediction.match(
                classes -> Optional.of(expected(classes)),
                values -> Optional.of(expected(values)),
                outputs -> Optional.empty());
    }

    private static Expected expected(Prediction.Classes classes) {
        Map<String, Double> scores = new LinkedHashMap<>();
        classes.scores().ifPresent(matrix -> IntStream.range(0, matrix.columns())
                .forEach(i -> scores.put(classes.labels().get(i).name(), matrix.get(0, i))));
        boolean probabilities = classes.areProbabilities();
        return Expected.builder()
                .label(Optional.of(classes.label(0).name()))
                .probabilities(probabilities ? scores : Map.of())
                .scores(probabilities ? Map.of() : scores)
                .build();
    }

    private static Expected expected(Prediction.Values values) {
        Map<String, Double> named = new LinkedHashMap<>();
        IntStream.range(0, values.values().size())
                .forEach(i -> named.put(
                        values.values().get(i).name(), values.numbers().get(0, i)));
        return named.size() == 1
                ? Expected.builder()
                        .value(OptionalDouble.of(values.numbers().get(0, 0)))
                        .build()
                : Expected.builder().values(named).build();
    }

    private static DoubleStream numbers(Expected expected) {
        return DoubleStream.concat(
                expected.value().stream(),
                Stream.of(expected.probabilities(), expected.scores(), expected.values())
                        .flatMap(map -> map.values().stream())
                        .mapToDouble(Double::doubleValue));
    }
}
