package dev.onward.explain;

import dev.onward.explain.graph.Atom;
import dev.onward.explain.graph.LinearCombination;
import dev.onward.explain.graph.NumberColumn;
import dev.onward.explain.graph.Product;
import dev.onward.explain.graph.TreeEnsemble;
import dev.onward.explain.graph.TreeOutput;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Exact Shapley values of a sum: the contributions to a sum are the sums of the contributions to its terms. A column
 * gives its difference to its mean to its feature. A product of columns a, b of different features A, B gives to A ½
 * (x_a x_b + x_a E[z_b] − x_b E[z_a] − E[z_a z_b]), and likewise to B. Trees have {@link TreeShapley}.
 */
final class ScoreShapley {

    private final LinearCombination score;
    private final BackgroundStatistics background;
    private final Map<TreeEnsemble, TreeShapley.Weighted> trees = new LinkedHashMap<>();
    private final double base;

    ScoreShapley(LinearCombination score, BackgroundStatistics background) {
        this.score = score;
        this.background = background;
        Map<TreeEnsemble, double[]> coefficients = new LinkedHashMap<>();
        double sum = score.constant();
        for (int i = 0; i < score.atoms().size(); i++) {
            double coefficient = score.coefficient(i);
            Atom atom = score.atoms().get(i);
            if (atom instanceof NumberColumn column) {
                sum += coefficient * background.mean(column);
            } else if (atom instanceof Product product) {
                sum += coefficient * background.mean(product);
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

    /** The average of the sum over the background. */
    double base() {
        return base;
    }

    /**
     * The contributions to the value for a row.
     *
     * @param features the number of features of the table
     * @return by the positions of the features
     */
    double[] contributions(RowValues row, int features) {
        double[] contributions = new double[features];
        for (int i = 0; i < score.atoms().size(); i++) {
            Atom atom = score.atoms().get(i);
            if (atom instanceof NumberColumn column) {
                contributions[column.feature()] += score.coefficient(i) * (row.value(column) - background.mean(column));
            } else if (atom instanceof Product product) {
                addProduct(product, score.coefficient(i), row, contributions);
            }
        }
        trees.forEach((ensemble, weighted) -> weighted.add(row.columns(ensemble), contributions));
        return contributions;
    }

    private void addProduct(Product product, double coefficient, RowValues row, double[] contributions) {
        double left = row.value(product.left());
        double right = row.value(product.right());
        double both = left * right - background.mean(product);
        double difference = left * background.mean(product.right()) - right * background.mean(product.left());
        contributions[product.left().feature()] += coefficient * (both + difference) / 2;
        contributions[product.right().feature()] += coefficient * (both - difference) / 2;
    }
}
