package dev.onward.csv;

import dev.onward.details.DetailOptions;
import dev.onward.details.Interval;
import dev.onward.details.ObservedShare;
import dev.onward.details.PredictionDetails;
import dev.onward.details.Warning;
import dev.onward.explanation.Contribution;
import dev.onward.explanation.Explanation;
import dev.onward.model.Prediction;
import dev.onward.model.card.Value;
import dev.onward.table.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/**
 * The columns of the details that a request asked for: {@code interval_from} and {@code interval_to}, or {@code
 * observed_from}, {@code observed_to}, {@code observed} and {@code observed_count}; {@code warnings}; {@code
 * contribution_<feature>}…; {@code reasons}.
 */
final class CsvDetails {

    private final DetailOptions options;
    private final List<String> features;
    private final List<String> values;
    private final boolean areProbabilities;

    private CsvDetails(DetailOptions options, List<String> features, List<String> values, boolean areProbabilities) {
        this.options = options;
        this.features = features;
        this.values = values;
        this.areProbabilities = areProbabilities;
    }

    /** @param prediction of the kind that will be written, with any number of rows */
    static CsvDetails of(DetailOptions options, Schema schema, Prediction prediction) {
        return new CsvDetails(
                options,
                options.explanation().isPresent() ? schema.names() : List.of(),
                prediction.match(
                        classes -> List.of(),
                        numbers -> numbers.values().stream().map(Value::name).toList(),
                        outputs -> List.of()),
                prediction.match(Prediction.Classes::areProbabilities, numbers -> false, outputs -> false));
    }

    /** The names of the columns. */
    List<String> columns() {
        List<String> columns = new ArrayList<>();
        if (options.csv().uncertainty() && areProbabilities) {
            columns.addAll(List.of("observed_from", "observed_to", "observed", "observed_count"));
        } else if (options.csv().uncertainty()) {
            for (String value : values) {
                String suffix = values.size() == 1 ? "" : "_" + value;
                columns.addAll(List.of("interval_from" + suffix, "interval_to" + suffix));
            }
        }
        if (options.csv().warnings()) {
            columns.add("warnings");
        }
        features.forEach(feature -> columns.add("contribution_" + feature));
        if (options.csv().reasons() > 0) {
            columns.add("reasons");
        }
        return columns;
    }

    /** Writes a cell for each column. */
    void write(PredictionDetails details, int row, Consumer<String> cells, DoubleFunction<String> number) {
        if (options.csv().uncertainty() && areProbabilities) {
            Optional<ObservedShare> observed = details.observed(row);
            cells.accept(observed.map(present -> number.apply(present.from())).orElse(""));
            cells.accept(observed.map(present -> number.apply(present.to())).orElse(""));
            cells.accept(observed.map(present -> number.apply(present.share())).orElse(""));
            cells.accept(observed.map(present -> Long.toString(present.count())).orElse(""));
        } else if (options.csv().uncertainty()) {
            writeIntervals(details.intervals(row), cells, number);
        }
        if (options.csv().warnings()) {
            cells.accept(details.warnings(row).stream().map(Warning::text).collect(Collectors.joining("; ")));
        }
        details.explanations().ifPresent(explanations -> {
            List<Contribution> contributions = explanations
                    .outcome(row)
                    .result()
                    .map(Explanation::contributions)
                    .orElse(List.of());
            for (int i = 0; i < features.size(); i++) {
                cells.accept(
                        contributions.isEmpty()
                                ? ""
                                : number.apply(contributions.get(i).amount()));
            }
            if (options.csv().reasons() > 0) {
                cells.accept(explanations.reasons(row, options.csv().reasons()));
            }
        });
    }

    private void writeIntervals(List<Interval> intervals, Consumer<String> cells, DoubleFunction<String> number) {
        for (String value : values) {
            Optional<Interval> interval = intervals.stream()
                    .filter(candidate -> candidate.value().equals(value))
                    .findFirst();
            cells.accept(interval.map(present -> number.apply(present.from())).orElse(""));
            cells.accept(interval.map(present -> number.apply(present.to())).orElse(""));
        }
    }
}
