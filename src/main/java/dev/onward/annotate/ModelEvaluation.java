package dev.onward.annotate;

import dev.onward.dataset.Digits;
import dev.onward.dataset.FileProblems;
import dev.onward.model.Prediction;
import dev.onward.model.card.Label;
import dev.onward.model.card.ModelCard.Metric;
import dev.onward.table.Numbers;
import dev.onward.table.Problem;
import dev.onward.table.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Measures a model's predictions on rows with known targets. */
final class ModelEvaluation {

    private final Path file;
    private final DataRows rows;
    private final Optional<String> protocol;

    private ModelEvaluation(Path file, DataRows rows, boolean heldOut) {
        this.file = file;
        this.rows = rows;
        protocol = Optional.of("on the " + rows.targets().size() + " rows of " + file.getFileName()
                + (heldOut ? ", which the model was not trained on" : ", which the model may have been trained on"));
    }

    /**
     * The usual metrics of classes or of one value; none for other predictions. Reports targets that do not fit the
     * model.
     *
     * @param heldOut whether the model was not trained on the rows
     */
    static List<Metric> of(Path file, DataRows rows, boolean heldOut, Prediction prediction, FileProblems problems) {
        ModelEvaluation evaluation = new ModelEvaluation(file, rows, heldOut);
        return prediction.match(
                classes -> evaluation.ofClasses(classes, problems),
                values -> values.values().size() == 1 ? evaluation.ofValues(values, problems) : List.of(),
                outputs -> List.of());
    }

    /** The position of each row's true class, or its true value; NaN if unknown. */
    static double[] truth(DataRows rows, Prediction prediction) {
        List<String> labels = prediction.match(
                classes -> classes.labels().stream().map(Label::name).toList(),
                values -> List.of(),
                outputs -> List.of());
        double[] truth = new double[rows.targets().size()];
        for (int row = 0; row < truth.length; row++) {
            String target = rows.targets().get(row);
            int label = labels.indexOf(label(target, labels));
            truth[row] = labels.isEmpty() ? number(rows, target).orElse(Double.NaN) : label < 0 ? Double.NaN : label;
        }
        return truth;
    }

    private static OptionalDouble number(DataRows rows, String target) {
        return Numbers.decimal(rows.decimalComma() ? target.replace(',', '.') : target);
    }

    private List<Metric> ofClasses(Prediction.Classes classes, FileProblems problems) {
        List<String> labels = classes.labels().stream().map(Label::name).toList();
        // Without scores, the labels are only those that were predicted; the model may have more.
        boolean areAllLabels = classes.scores().isPresent();
        long correct = 0;
        for (int row = 0; row < rows.targets().size(); row++) {
            String target = label(rows.targets().get(row), labels);
            if (target.isEmpty() && !labels.contains(target)) {
                problems.add(
                        file,
                        Problem.ofRow(
                                rows.lines().get(row),
                                "expected one of the model's labels as the target, got nothing"));
            } else if (areAllLabels && !labels.contains(target)) {
                problems.add(
                        file,
                        Problem.ofRow(
                                        rows.lines().get(row),
                                        "expected one of the model's labels as the target, got " + Text.quote(target))
                                .withSuggestion(() -> Text.nearest(target, labels)));
            } else if (target.equals(classes.label(row).name())) {
                correct++;
            }
        }
        int count = rows.targets().size();
        return List.of(
                new Metric("accuracy", Digits.six((double) correct / count), protocol),
                new Metric("errors", (double) (count - correct), protocol));
    }

    /** The target in the notation of the labels, because a whole number has several. */
    private static String label(String target, List<String> labels) {
        return labels.contains(target) || Numbers.whole(target).isEmpty()
                ? target
                : Long.toString(Numbers.whole(target).getAsLong());
    }

    private List<Metric> ofValues(Prediction.Values values, FileProblems problems) {
        double[] truth = new double[rows.targets().size()];
        for (int row = 0; row < truth.length; row++) {
            String target = rows.targets().get(row);
            OptionalDouble number = number(rows, target);
            if (number.isEmpty()) {
                problems.add(
                        file,
                        Problem.ofRow(
                                rows.lines().get(row),
                                "expected a number as the target, got "
                                        + (target.isEmpty() ? "nothing" : Text.quote(target))));
            }
            truth[row] = number.orElse(0);
        }
        double mean = IntStream.range(0, truth.length)
                .mapToDouble(row -> truth[row])
                .average()
                .orElse(0);
        double squares = 0;
        double absolute = 0;
        double spread = 0;
        for (int row = 0; row < truth.length; row++) {
            double difference = values.numbers().get(row, 0) - truth[row];
            squares += difference * difference;
            absolute += Math.abs(difference);
            spread += (truth[row] - mean) * (truth[row] - mean);
        }
        if (!Double.isFinite(squares) || spread == 0) {
            return List.of();
        }
        return List.of(
                new Metric("R2", Digits.six(1 - squares / spread), protocol),
                new Metric("RMSE", Digits.six(Math.sqrt(squares / truth.length)), protocol),
                new Metric("MAE", Digits.six(absolute / truth.length), protocol));
    }
}
