package dev.onward.model;

import dev.onward.model.card.Label;
import dev.onward.model.recognition.OutputMapping;
import dev.onward.model.recognition.OutputMapping.ClassLabels;
import dev.onward.table.Column;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Reads predictions from the buffers of a graph's outputs. */
final class PredictionReader {

    private PredictionReader() {}

    /**
     * Reads a prediction.
     *
     * @param buffers one for each output of the mapping, in its order
     * @throws InvalidInputException if the model returned a label that is not one of its classes
     */
    static Prediction read(OutputMapping mapping, List<OutputBuffer> buffers, int rows) {
        return mapping.match(
                classes -> classes(classes, buffers, rows),
                classes -> openClasses(classes, buffers, rows),
                values -> values(values, buffers, rows),
                outputs -> outputs(outputs, buffers, rows));
    }

    private static Prediction classes(OutputMapping.Classes classes, List<OutputBuffer> buffers, int rows) {
        ClassLabels labels = classes.classLabels();
        boolean hasLabel = classes.label().isPresent();
        List<OutputBuffer> scoreBuffers = buffers.subList(hasLabel ? 1 : 0, buffers.size());
        Matrix scores = rows == 0
                ? none(scoreBuffers, labels.labels().size())
                : complete(classes.scores().binary(), joined(scoreBuffers));
        int[] chosen = new int[rows];
        for (int row = 0; row < rows; row++) {
            chosen[row] = hasLabel
                    ? position(labels, buffers.get(0).label(row), rows == 1 ? 0 : row + 1L)
                    : scores.highest(row);
        }
        Prediction.Classes predicted =
                Prediction.Classes.of(labels.labels(), chosen).withWholeLabels(labels.integers());
        return classes.scores().probabilities() ? predicted.withProbabilities(scores) : predicted.withScores(scores);
    }

    /** Adds the score of the first class if the graph gives only that of the second. */
    private static Matrix complete(OutputMapping.BinaryScore binary, Matrix scores) {
        return switch (binary) {
            case NONE -> scores;
            case PROBABILITY -> scores.withColumnBefore(value -> 1 - value);
            case OPPOSITE -> scores.withColumnBefore(value -> -value);
        };
    }

    private static int position(ClassLabels labels, String name, long row) {
        Integer position = labels.positions().get(name);
        if (position == null) {
            String message = "the model returned the label " + Text.quote(name) + ", which is not one of its classes";
            throw new InvalidInputException(List.of(Problem.ofRow(row, message)), 1);
        }
        return position;
    }

    private static Prediction openClasses(OutputMapping.OpenClasses classes, List<OutputBuffer> buffers, int rows) {
        Map<String, Integer> positions = new LinkedHashMap<>();
        int[] chosen = IntStream.range(0, rows)
                .map(row -> positions.computeIfAbsent(buffers.get(0).label(row), name -> positions.size()))
                .toArray();
        List<Label> labels = positions.keySet().stream().map(Label::of).toList();
        return Prediction.Classes.of(labels, chosen).withWholeLabels(classes.integers());
    }

    private static Prediction values(OutputMapping.Values values, List<OutputBuffer> buffers, int rows) {
        return new Prediction.Values(
                values.values(), rows == 0 ? none(buffers, values.values().size()) : joined(buffers));
    }

    /** A matrix without rows, whose width may be unknown to the buffers. */
    private static Matrix none(List<OutputBuffer> buffers, int columns) {
        return buffers.stream().allMatch(OutputBuffer::isSingle)
                ? Matrix.of(new float[0], columns)
                : Matrix.of(new double[0], columns);
    }

    private static Matrix joined(List<OutputBuffer> buffers) {
        return buffers.size() == 1
                ? buffers.get(0).matrix()
                : Matrix.joined(buffers.stream().map(OutputBuffer::matrix).toList());
    }

    private static Prediction outputs(OutputMapping.NamedOutputs outputs, List<OutputBuffer> buffers, int rows) {
        List<Column> columns = buffers.stream()
                .flatMap(buffer -> IntStream.range(0, buffer.width).mapToObj(buffer::column))
                .toList();
        return new Prediction.Outputs(outputs.names(), columns, rows);
    }
}
