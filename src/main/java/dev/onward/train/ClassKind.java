package dev.onward.train;

import static dev.onward.train.GraphBuilder.attribute;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.model.card.Label;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.ModelCard.Expected;
import dev.onward.model.card.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A kind of model that answers one of its labels, with a probability for each. */
sealed interface ClassKind extends Kind permits TwoClasses, ManyClasses {

    String LABEL = "label";
    String PROBABILITIES = "probabilities";

    /** The target's labels, by the titles that the card gives them. */
    static ClassKind of(TargetColumn target, ModelCard draft) {
        Map<String, Label> titled =
                draft.labels().stream().collect(Collectors.toMap(Label::name, Function.identity(), (one, same) -> one));
        List<Label> labels = target.labels().stream()
                .map(name -> titled.getOrDefault(name, new Label(name, name)))
                .toList();
        return labels.size() == 2 ? new TwoClasses(labels) : new ManyClasses(labels);
    }

    /** In the order of the labels. */
    double[] probabilities(double[] outputs);

    /** Minus the logarithm of the probability of the class, exact where that is near 0. */
    double logLoss(double[] outputs, int classPosition);

    /** By how much the class is ahead of every other; negative if one is ahead of it. */
    double margin(double[] outputs, int classPosition);

    /** What is measured of this kind of model besides accuracy and log-loss. */
    List<Measure> measures(double[][] outputs, LabelledRows data);

    /** The class that is answered; the first of those that are equally probable. */
    default int answer(double[] outputs) {
        int answer = 0;
        while (answer < labels().size() - 1 && margin(outputs, answer) < 0) {
            answer++;
        }
        return answer;
    }

    @Override
    default Task task() {
        return Task.CLASSIFICATION;
    }

    @Override
    default Evaluation evaluate(double[][] outputs, LabelledRows data, Groups groups) {
        return ClassEvaluation.of(this, outputs, data, groups);
    }

    @Override
    default Expected expected(double[] outputs) {
        double[] exact = probabilities(outputs);
        Map<String, Double> probabilities = new LinkedHashMap<>();
        for (int i = 0; i < exact.length; i++) {
            probabilities.put(labels().get(i).name(), Digits.rounded(exact[i], EXPECTED_DIGITS));
        }
        return new Expected(
                labels().get(answer(outputs)).name(), probabilities, Map.of(), OptionalDouble.empty(), Map.of());
    }

    /**
     * The answers are 32-bit floats from 0 to 1, which are up to 6e-8 off; the rest is room for runtimes that reckon
     * otherwise.
     */
    @Override
    default double tolerance(List<Expected> expected) {
        return 1e-6;
    }

    /** The least and the most certain row of each class. */
    @Override
    default List<Notable> notables() {
        return List.of(
                (outputs, position) -> Math.abs(margin(outputs, position)),
                (outputs, position) -> -margin(outputs, position));
    }

    /** Probabilities saturate, so that answers stay comparable however far it is. */
    @Override
    default double far() {
        return 1000;
    }

    @Override
    default List<String> classTitles() {
        return labels().stream().map(Label::title).toList();
    }

    /** The label whose score, of [batch, labels], is the highest; the first of those that are equal. */
    default void writeLabel(GraphBuilder graph, String scores) {
        String position =
                graph.node("ArgMax", List.of(scores), "position", attribute("axis", 1), attribute("keepdims", 0));
        String names =
                graph.strings("labels", labels().stream().map(Label::name).toList());
        graph.stringOutput("Gather", List.of(names, position), LABEL, attribute("axis", 0));
    }

    /** The probabilities [batch, labels], given in double precision. */
    default void writeProbabilities(GraphBuilder graph, String exact) {
        graph.floatOutput(
                "Cast", List.of(exact), PROBABILITIES, labels().size(), attribute("to", DataType.FLOAT_VALUE));
    }
}
