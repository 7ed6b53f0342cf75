package dev.onward.model.recognition;

import dev.onward.model.card.Label;
import dev.onward.model.card.Task;
import dev.onward.model.card.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The meaning of a graph's outputs: which of them make a prediction, and of what kind. */
public sealed interface OutputMapping {

    /** The outputs that a prediction needs, in the order in which their cells are read. */
    List<String> outputs();

    /** Applies the function for this kind of mapping. */
    <T> T match(
            Function<Classes, T> classes,
            Function<OpenClasses, T> openClasses,
            Function<Values, T> values,
            Function<NamedOutputs, T> namedOutputs);

    /** The task of the model; empty for outputs without a known meaning. */
    default Optional<Task> task() {
        return match(
                classes -> Optional.of(Task.CLASSIFICATION),
                openClasses -> Optional.of(Task.CLASSIFICATION),
                values -> Optional.of(Task.REGRESSION),
                outputs -> Optional.empty());
    }

    /** The classes; empty if the model is not a classifier or its classes are unknown. */
    default List<Label> labels() {
        return match(
                classes -> classes.classLabels.labels(),
                openClasses -> List.of(),
                values -> List.of(),
                outputs -> List.of());
    }

    /** The numbers that a regression model predicts; empty for any other. */
    default List<Value> values() {
        return match(classes -> List.of(), openClasses -> List.of(), Values::values, outputs -> List.of());
    }

    /**
     * The names of the classes that the columns of an output stand for; empty if it does not have one for each class.
     */
    default Optional<List<String>> columnLabels(String output) {
        return match(
                classes -> classes.scores.binary == BinaryScore.NONE && classes.scores.outputs.equals(List.of(output))
                        ? Optional.of(labels().stream().map(Label::name).toList())
                        : Optional.empty(),
                openClasses -> Optional.empty(),
                values -> Optional.empty(),
                outputs -> Optional.empty());
    }

    /** The meaning of a classifier's scores if there is a single one for each row. */
    enum BinaryScore {
        /** There is a score for each class. */
        NONE,
        /** The probability of the second of two classes. */
        PROBABILITY,
        /** The score of the second of two classes; the first has the same score with the opposite sign. */
        OPPOSITE
    }

    /**
     * A classifier's scores.
     *
     * @param outputs the output with all of them, or one for each class, in the order of the classes
     * @param probabilities whether they are known to be probabilities
     */
    record Scores(List<String> outputs, BinaryScore binary, boolean probabilities) {

        public Scores {
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * The classes of a classifier, in the order of their scores.
     *
     * @param graphNames the names in the graph
     * @param labels the names and titles of the card
     * @param integers whether the graph's names are integers instead of text
     * @param positions by the names in the graph
     */
    record ClassLabels(List<String> graphNames, List<Label> labels, boolean integers, Map<String, Integer> positions) {

        ClassLabels(List<String> graphNames, List<Label> labels, boolean integers) {
            this(List.copyOf(graphNames), List.copyOf(labels), integers, positions(graphNames));
        }

        private static Map<String, Integer> positions(List<String> names) {
            Map<String, Integer> positions = new HashMap<>();
            names.forEach(name -> positions.put(name, positions.size()));
            return positions;
        }
    }

    /**
     * A classifier with known classes.
     *
     * @param label the output with the class; if empty, the class with the highest score is predicted
     */
    record Classes(Optional<String> label, Scores scores, ClassLabels classLabels) implements OutputMapping {

        @Override
        public List<String> outputs() {
            List<String> outputs = new ArrayList<>();
            label.ifPresent(outputs::add);
            outputs.addAll(scores.outputs);
            return outputs;
        }

        @Override
        public <T> T match(
                Function<Classes, T> classes,
                Function<OpenClasses, T> openClasses,
                Function<Values, T> values,
                Function<NamedOutputs, T> namedOutputs) {
            return classes.apply(this);
        }
    }

    /**
     * A classifier without scores, whose classes are unknown.
     *
     * @param integers whether the names are integers
     */
    record OpenClasses(String label, boolean integers) implements OutputMapping {

        @Override
        public List<String> outputs() {
            return List.of(label);
        }

        @Override
        public <T> T match(
                Function<Classes, T> classes,
                Function<OpenClasses, T> openClasses,
                Function<Values, T> values,
                Function<NamedOutputs, T> namedOutputs) {
            return openClasses.apply(this);
        }
    }

    /**
     * Numbers, in the order of the columns of the outputs.
     *
     * @param values one for each column
     */
    record Values(List<String> outputs, List<Value> values) implements OutputMapping {

        @Override
        public <T> T match(
                Function<Classes, T> classes,
                Function<OpenClasses, T> openClasses,
                Function<Values, T> values,
                Function<NamedOutputs, T> namedOutputs) {
            return values.apply(this);
        }
    }

    /**
     * Columns without a known meaning, by name.
     *
     * @param names one for each column of the outputs
     */
    record NamedOutputs(List<String> outputs, List<String> names) implements OutputMapping {

        @Override
        public <T> T match(
                Function<Classes, T> classes,
                Function<OpenClasses, T> openClasses,
                Function<Values, T> values,
                Function<NamedOutputs, T> namedOutputs) {
            return namedOutputs.apply(this);
        }
    }
}
