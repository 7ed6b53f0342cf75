package dev.onward.explain.graph;

import dev.onward.model.ModelGraph;
import dev.onward.model.recognition.OutputMapping;
import dev.onward.model.recognition.OutputMapping.BinaryScore;
import java.util.ArrayList;
import java.util.List;

/**
 * A model whose outputs are sums of functions with an exact explanation.
 *
 * @param answers one for each number of a prediction: the scores of the classes, or the values, in their order
 */
public record AdditiveModel(List<AnswerFormula> answers) {

    public AdditiveModel {
        answers = List.copyOf(answers);
    }

    /** The maximum number of functions that are applied to a row, about 10 ms. */
    private static final long MAX_STEPS = 2_000_000;

    /** @throws UnreadableGraphException with the reason why the model has no exact explanation */
    public static AdditiveModel read(ModelGraph graph) {
        AdditiveModel model = model(graph);
        long steps = AnswerTerms.of(model).steps();
        if (steps > MAX_STEPS) {
            throw new UnreadableGraphException(
                    "its columns are computed in " + steps + " steps; the maximum is " + MAX_STEPS);
        }
        return model;
    }

    private static AdditiveModel model(ModelGraph graph) {
        GraphReader reader = new GraphReader(graph);
        return new AdditiveModel(graph.outputs()
                .match(
                        classes -> classes(reader, classes),
                        openClasses -> {
                            throw new UnreadableGraphException("the model returns labels without scores");
                        },
                        values -> values(reader, values),
                        outputs -> {
                            throw new UnreadableGraphException("the meaning of the model's outputs is not known");
                        }));
    }

    private static List<AnswerFormula> classes(GraphReader reader, OutputMapping.Classes classes) {
        List<Quantity> columns = classes.scores().outputs().stream()
                .flatMap(output -> reader.read(output).stream())
                .toList();
        List<Quantity> all = new ArrayList<>(columns);
        if (classes.scores().binary() != BinaryScore.NONE && columns.size() == 1) {
            Quantity one = NumberColumn.constant(
                    classes.scores().binary() == BinaryScore.PROBABILITY ? 1 : 0, NumberType.DOUBLE);
            all.add(0, Arithmetic.subtract(one, columns.get(0)));
        }
        if (all.size() != classes.classLabels().labels().size()) {
            throw new UnreadableGraphException("the graph does not compute a score for each class");
        }
        Space plain = classes.scores().probabilities() ? Space.PROBABILITY : Space.SCORE;
        return all.stream().map(column -> AnswerFormula.of(column, plain)).toList();
    }

    private static List<AnswerFormula> values(GraphReader reader, OutputMapping.Values values) {
        List<AnswerFormula> answers = values.outputs().stream()
                .flatMap(output -> reader.read(output).stream())
                .map(column -> AnswerFormula.of(column, Space.VALUE))
                .toList();
        if (answers.size() != values.values().size()) {
            throw new UnreadableGraphException("the graph does not compute every value");
        }
        return answers;
    }
}
