package dev.onward.train;

import dev.onward.model.card.Label;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.ModelCard.Expected;
import dev.onward.model.card.Task;
import dev.onward.model.card.Value;
import java.math.MathContext;
import java.util.List;

/**
 * A kind of model: how the weights of its outputs are fitted, and how an answer is made of the outputs, here and in the
 * graph.
 */
sealed interface Kind permits ClassKind, OneValue {

    /** As many as the 32-bit floats that models answer have, and two more. */
    MathContext EXPECTED_DIGITS = new MathContext(9);

    static Kind of(Task task, TargetColumn target, ModelCard draft) {
        return task == Task.REGRESSION ? OneValue.of(target, draft) : ClassKind.of(target, draft);
    }

    Task task();

    /** The classes, in the order of their positions; empty if it answers none. */
    default List<Label> labels() {
        return List.of();
    }

    /** The numbers that it answers; empty if it answers classes. */
    default List<Value> values() {
        return List.of();
    }

    /** How many outputs its model has. */
    int outputs();

    /** The weights [outputs, terms] for rows of terms, the last of which is the constant 1. */
    double[][] fit(double[][] terms, LabelledRows data, double l2);

    /** @param outputs [rows, outputs], by models that had not seen their rows */
    Evaluation evaluate(double[][] outputs, LabelledRows data, Groups groups);

    /** The answer, as a golden row has it. */
    Expected expected(double[] outputs);

    /** How far a graph's answers may be from these. */
    double tolerance(List<Expected> expected);

    /** What is least for the rows of a class that are worth replaying. */
    List<Notable> notables();

    /** How far outside the data golden rows may go, in standard deviations. */
    double far();

    /** What a typical row of each class of rows is called. */
    List<String> classTitles();

    /** Ends the graph: makes its outputs of these sums, [batch, outputs] in double precision. */
    void write(GraphBuilder graph, String sums);

    Words words();

    /** Measures how notable the outputs of a row of the class are: less is more. */
    interface Notable {
        double measure(double[] outputs, int classPosition);
    }

    /**
     * What sentences on this kind of model say.
     *
     * @param method what it is called
     * @param objective what its weights minimise, besides the penalty
     * @param loss by what candidates are compared
     * @param spread what is spread evenly over the folds
     */
    record Words(String method, String objective, String loss, String spread) {}
}
