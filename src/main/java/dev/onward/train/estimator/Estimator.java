package dev.onward.train.estimator;

import dev.onward.model.card.Expected;
import dev.onward.model.card.Label;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.Task;
import dev.onward.model.card.Value;
import dev.onward.train.data.LabelledRows;
import dev.onward.train.data.RowGroups;
import dev.onward.train.data.TargetColumn;
import java.math.MathContext;
import java.util.List;

/**
 * Fits the weights of a linear model's outputs, and turns outputs into predictions, in Java and in the graph. An output
 * is a weighted sum of the terms.
 */
public sealed interface Estimator permits Classifier, Regressor {

    /** Two digits more than the 32-bit floats that a graph returns. */
    MathContext EXPECTED_DIGITS = new MathContext(9);

    /** The estimator for the task: logistic or multinomial regression for classes, ridge regression for values. */
    static Estimator of(Task task, TargetColumn target, ModelCard card) {
        return task == Task.REGRESSION ? Regressor.of(target, card) : Classifier.of(target, card);
    }

    /** The names of the graph's outputs. */
    static List<String> outputNames(Task task) {
        return task == Task.REGRESSION ? List.of(Regressor.VALUE) : List.of(Classifier.LABEL, Classifier.PROBABILITIES);
    }

    Task task();

    /** The classes, in the order of their positions; empty for regression. */
    default List<Label> labels() {
        return List.of();
    }

    /** The values that are predicted; empty for classification. */
    default List<Value> values() {
        return List.of();
    }

    /** The number of outputs. */
    int outputs();

    /**
     * Fits the weights, [outputs, terms].
     *
     * @param terms [rows, terms], the last of each row being the constant 1
     * @throws FitException if there is no unique optimum
     */
    double[][] fit(double[][] terms, LabelledRows data, double l2);

    /** @param outputs [rows, outputs], of models that were not fitted to these rows */
    Evaluation evaluate(double[][] outputs, LabelledRows data, RowGroups groups);

    /** The numbers of the prediction: the probability of each class, in their order, or the value. */
    double[] numbers(double[] outputs);

    /** The position of the predicted class; 0 for a value. */
    int predicted(double[] outputs);

    /** The prediction in the form of a golden row. */
    Expected expected(double[] outputs);

    /** The largest difference allowed between these predictions and those of a graph. */
    double tolerance(List<Expected> expected);

    /** The measures that select golden rows: of each class the row with the lowest value of each measure. */
    List<RowMeasure> goldenMeasures();

    /** The distance of synthetic golden rows from the mean, in standard deviations. */
    double syntheticDistance();

    /** The titles of examples, one for each class of rows. */
    List<String> classTitles();

    /**
     * Adds the graph's outputs.
     *
     * @param sums the name of the linear model's outputs in the graph, [batch, outputs] in double precision
     */
    void write(GraphBuilder graph, String sums);

    /** The parts of sentences that depend on the estimator. */
    Description description();

    /** Computes a number from the outputs of a row of the class. */
    interface RowMeasure {

        double measure(double[] outputs, int classPosition);
    }

    /**
     * The parts of the sentences on card and report that depend on the estimator.
     *
     * @param method the name of the method
     * @param objective the sum that the weights minimise, without the penalty
     * @param loss the name of the loss that compares candidates
     * @param strata the groups of rows that are stratified over the folds
     */
    record Description(String method, String objective, String loss, String strata) {}
}
