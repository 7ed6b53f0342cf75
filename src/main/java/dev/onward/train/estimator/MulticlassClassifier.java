package dev.onward.train.estimator;

import static dev.onward.train.estimator.GraphBuilder.attribute;

import dev.onward.model.card.Label;
import dev.onward.train.data.LabelledRows;
import java.util.List;

/** Multinomial logistic regression with an output for each label; softmax turns the outputs into probabilities. */
record MulticlassClassifier(List<Label> labels) implements Classifier {

    @Override
    public int outputs() {
        return labels.size();
    }

    @Override
    public double[][] fit(double[][] terms, LabelledRows data, double l2) {
        return SoftmaxRegression.fit(terms, data, l2);
    }

    @Override
    public double[] probabilities(double[] outputs) {
        return Softmax.probabilities(outputs);
    }

    @Override
    public double logLoss(double[] outputs, int classPosition) {
        return Softmax.logLoss(outputs, classPosition);
    }

    @Override
    public double margin(double[] outputs, int classPosition) {
        double highestOther = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < outputs.length; i++) {
            highestOther = i == classPosition ? highestOther : Math.max(highestOther, outputs[i]);
        }
        return outputs[classPosition] - highestOther;
    }

    @Override
    public List<Evaluation.Measure> measures(double[][] outputs, LabelledRows data) {
        return List.of();
    }

    @Override
    public void write(GraphBuilder graph, String sums) {
        writeLabel(graph, sums);
        writeProbabilities(graph, graph.node("Softmax", List.of(sums), "softmax", attribute("axis", 1)));
    }

    @Override
    public Description description() {
        return new Description(
                "Multinomial logistic regression (softmax)", "the log-loss summed over the rows", "log-loss", "class");
    }
}
