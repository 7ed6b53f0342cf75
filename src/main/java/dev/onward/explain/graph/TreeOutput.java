package dev.onward.explain.graph;

/** The sum of the leaves that a row reaches in all trees of an ensemble, for one target. */
public record TreeOutput(TreeEnsemble trees, int target) implements Atom {

    @Override
    public double of(TableRow row) {
        double[] sums = new double[trees.targetCount()];
        trees.sum(trees.encode(row), sums);
        return sums[target];
    }
}
