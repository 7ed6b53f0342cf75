package dev.onward.explain;

import dev.onward.explain.graph.Atom;
import dev.onward.explain.graph.LinearCombination;
import dev.onward.explain.graph.NumberColumn;
import dev.onward.explain.graph.Product;
import dev.onward.explain.graph.TreeEnsemble;
import dev.onward.explain.graph.TreeOutput;
import dev.onward.explanation.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Exact Shapley values of a sum: the contributions to a sum are the sums of the contributions to its terms. A column
 * gives its difference to its mean to its feature. A product of columns a, b of different features A, B gives to A ½
 * (x_a x_b + x_a E[z_b] − x_b E[z_a] − E[z_a z_b]), and likewise to B. Trees have {@link TreeShapley}.
 */
final class ScoreShapley {

    private final List<Term> terms = new ArrayList<>();
    private final Map<TreeEnsemble, TreeShapley.Weighted> trees = new LinkedHashMap<>();
    private final double base;

    /** A part of the sum without trees. */
    private interface Term {

        /** Adds the contributions of a row. */
        void add(RowValues row, double[] contributions);
    }

    ScoreShapley(LinearCombination score, BackgroundStatistics background) {
        Map<TreeEnsemble, double[]> coefficients = new LinkedHashMap<>();
        double sum = score.constant();
        for (int i = 0; i < score.atoms().size(); i++) {
            double coefficient = score.coefficient(i);
            Atom atom = score.atoms().get(i);
            if (atom instanceof NumberColumn column) {
                sum += coefficient * background.mean(column);
                terms.add(term(column, coefficient, background));
            } else if (atom instanceof Product product) {
                sum += coefficient * background.mean(product);
                terms.add(term(product, coefficient, background));
            } else if (atom instanceof TreeOutput output) {
                coefficients
                        .computeIfAbsent(output.trees(), ensemble -> new double[ensemble.targetCount()])[
                        output.target()] += coefficient;
            }
        }
        coefficients.forEach((ensemble, own) ->
                trees.put(ensemble, background.shapley(ensemble).weighted(own)));
        for (TreeShapley.Weighted weighted : trees.values()) {
            sum += weighted.base();
        }
        this.base = sum;
    }

    private static Term term(NumberColumn column, double coefficient, BackgroundStatistics background) {
        int feature = column.feature();
        double mean = background.mean(column);
        return (row, contributions) -> contributions[feature] += coefficient * (row.value(column) - mean);
    }

    private static Term term(Product product, double coefficient, BackgroundStatistics background) {
        NumberColumn first = product.left();
        NumberColumn second = product.right();
        double mean = background.mean(product);
        double firstMean = background.mean(first);
        double secondMean = background.mean(second);
        return (row, contributions) -> {
            double left = row.value(first);
            double right = row.value(second);
            double both = left * right - mean;
            double difference = left * secondMean - right * firstMean;
            contributions[first.feature()] += coefficient * (both + difference) / 2;
            contributions[second.feature()] += coefficient * (both - difference) / 2;
        };
    }

    /** The average of the sum over the background. */
    double base() {
        return base;
    }

    Method method() {
        return trees.isEmpty() ? Method.LINEAR : Method.TREES;
    }

    /**
     * The contributions to the value for the current row.
     *
     * @return a new array, by the positions of the features
     */
    double[] contributions(RowValues row) {
        double[] contributions = new double[row.features()];
        for (Term term : terms) {
            term.add(row, contributions);
        }
        trees.forEach((ensemble, weighted) -> row.addContributions(ensemble, weighted, contributions));
        return contributions;
    }
}
