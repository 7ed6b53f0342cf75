package dev.onward.train.estimator;

import static dev.onward.train.estimator.GraphBuilder.attribute;

import dev.onward.model.card.Label;
import dev.onward.train.data.LabelledRows;
import java.util.Arrays;
import java.util.List;

/**
 * Logistic regression with one output, the log odds of the second label. Each probability has a sigmoid of its own,
 * which keeps small ones accurate.
 */
record BinaryClassifier(List<Label> labels) implements Classifier {

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public double[][] fit(double[][] terms, LabelledRows data, double l2) {
        return new double[][] {LogisticRegression.fit(terms, data, l2)};
    }

    @Override
    public double[] probabilities(double[] outputs) {
        return new double[] {Logistic.sigmoid(-outputs[0]), Logistic.sigmoid(outputs[0])};
    }

    @Override
    public double logLoss(double[] outputs, int classPosition) {
        return Logistic.logLoss(outputs[0], classPosition);
    }

    @Override
    public double margin(double[] outputs, int classPosition) {
        return classPosition == 1 ? outputs[0] : -outputs[0];
    }

    /** The Brier score is the mean squared difference between the probability of class 1 and 1 or 0. */
    @Override
    public List<Evaluation.Measure> measures(double[][] outputs, LabelledRows data) {
        double[] scores = Arrays.stream(outputs).mapToDouble(of -> of[0]).toArray();
        double squares = 0;
        for (int row = 0; row < scores.length; row++) {
            double difference = Logistic.sigmoid(scores[row]) - data.classOf(row);
            squares += difference * difference;
        }
        return List.of(
                new Evaluation.Measure("Brier score", squares / scores.length),
                new Evaluation.Measure("AUC", RocCurve.auc(scores, data)));
    }

    @Override
    public void write(GraphBuilder graph, String sums) {
        String negative = graph.node("Neg", List.of(sums), "negative");
        String scores = graph.node("Concat", List.of(negative, sums), "scores", attribute("axis", 1));
        writeLabel(graph, scores);
        writeProbabilities(graph, graph.node("Sigmoid", List.of(scores), "sigmoids"));
    }

    @Override
    public Description description() {
        return new Description("Logistic regression", "the log-loss summed over the rows", "log-loss", "class");
    }
}
