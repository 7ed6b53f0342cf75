package dev.onward.train.estimator;

import static dev.onward.train.estimator.GraphBuilder.attribute;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.dataset.Digits;
import dev.onward.model.card.Expected;
import dev.onward.model.card.Label;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.Task;
import dev.onward.train.data.LabelledRows;
import dev.onward.train.data.RowGroups;
import dev.onward.train.data.TargetColumn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Predicts one of the labels, with a probability for each. */
sealed interface Classifier extends Estimator permits BinaryClassifier, MulticlassClassifier {

    String LABEL = "label";
    String PROBABILITIES = "probabilities";

    /** A classifier for the labels of the target, with the titles that the card gives them. */
    static Classifier of(TargetColumn target, ModelCard card) {
        Map<String, Label> titled =
                card.labels().stream().collect(Collectors.toMap(Label::name, Function.identity(), (one, same) -> one));
        List<Label> labels = target.labels().stream()
                .map(name -> titled.getOrDefault(name, new Label(name, name)))
                .toList();
        return labels.size() == 2 ? new BinaryClassifier(labels) : new MulticlassClassifier(labels);
    }

    /** The probability of each label, in their order. */
    double[] probabilities(double[] outputs);

    /** The negative logarithm of the class's probability, also accurate near 0. */
    double logLoss(double[] outputs, int classPosition);

    /** The distance of the class's score to the highest score of the others; negative if it is lower. */
    double margin(double[] outputs, int classPosition);

    /** Measures besides accuracy and log-loss. */
    List<Evaluation.Measure> measures(double[][] outputs, LabelledRows data);

    /** The position of the predicted class, the first in a tie. */
    default int answer(double[] outputs) {
        int answer = 0;
        while (answer < labels().size() - 1 && margin(outputs, answer) < 0) {
            answer++;
        }
        return answer;
    }

    @Override
    default double[] numbers(double[] outputs) {
        return probabilities(outputs);
    }

    @Override
    default int predicted(double[] outputs) {
        return answer(outputs);
    }

    @Override
    default Task task() {
        return Task.CLASSIFICATION;
    }

    @Override
    default Evaluation evaluate(double[][] outputs, LabelledRows data, RowGroups groups) {
        return ClassEvaluation.of(this, outputs, data, groups);
    }

    @Override
    default Expected expected(double[] outputs) {
        double[] exact = probabilities(outputs);
        Map<String, Double> probabilities = new LinkedHashMap<>();
        for (int i = 0; i < exact.length; i++) {
            probabilities.put(labels().get(i).name(), Digits.rounded(exact[i], EXPECTED_DIGITS));
        }
        return Expected.builder()
                .label(Optional.of(labels().get(answer(outputs)).name()))
                .probabilities(probabilities)
                .build();
    }

    /**
     * Probabilities are 32-bit floats from 0 to 1, which are off by up to 6e-8; the rest is a margin for the arithmetic
     * of other runtimes.
     */
    @Override
    default double tolerance(List<Expected> expected) {
        return 1e-6;
    }

    /** Selects the least and the most certain row of each class. */
    @Override
    default List<RowMeasure> goldenMeasures() {
        return List.of(
                (outputs, position) -> Math.abs(margin(outputs, position)),
                (outputs, position) -> -margin(outputs, position));
    }

    /** Probabilities saturate, so that one tolerance fits any distance. */
    @Override
    default double syntheticDistance() {
        return 1000;
    }

    @Override
    default List<String> classTitles() {
        return labels().stream().map(Label::title).toList();
    }

    /** Adds the output of the label with the highest score, the first in a tie, from scores [batch, labels]. */
    default void writeLabel(GraphBuilder graph, String scores) {
        String position =
                graph.node("ArgMax", List.of(scores), "position", attribute("axis", 1), attribute("keepdims", 0));
        String names =
                graph.strings("labels", labels().stream().map(Label::name).toList());
        graph.stringOutput("Gather", List.of(names, position), LABEL, attribute("axis", 0));
    }

    /** Adds the output of the probabilities, from probabilities [batch, labels] in double precision. */
    default void writeProbabilities(GraphBuilder graph, String exact) {
        graph.floatOutput(
                "Cast", List.of(exact), PROBABILITIES, labels().size(), attribute("to", DataType.FLOAT_VALUE));
    }
}
