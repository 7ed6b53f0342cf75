package dev.onward.train.estimator;

import dev.onward.train.data.RowGroups;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The fold of each row in cross-validation, which is grouped (equal rows are in one fold) and stratified (each class is
 * spread evenly over the folds).
 */
public final class Folds {

    /** The number of folds. */
    public static final int COUNT = 10;

    /** The seed of the shuffling. */
    public static final long SEED = 1;

    private final int[] foldOfRow;

    private Folds(int[] foldOfRow) {
        this.foldOfRow = foldOfRow;
    }

    /** Assigns each group, shuffled and then in order of size, to the fold with the fewest rows of its class. */
    static Folds of(RowGroups groups, int rows) {
        List<List<Integer>> order = new ArrayList<>(groups.rows());
        // Both the algorithm and the generator are specified in their Javadoc and therefore the same on every JDK.
        Collections.shuffle(order, new Random(SEED));
        order.sort(Comparator.<List<Integer>>comparingInt(List::size).reversed());
        int[] foldOfRow = new int[rows];
        int[][] sizes = new int[COUNT][groups.classes()];
        for (List<Integer> group : order) {
            int classPosition = groups.classOf(group);
            int fold = smallest(sizes, classPosition);
            group.forEach(row -> foldOfRow[row] = fold);
            sizes[fold][classPosition] += group.size();
        }
        return new Folds(foldOfRow);
    }

    /** The fold, from 0, in which the row is tested. */
    int of(int row) {
        return foldOfRow[row];
    }

    /** The fold with the fewest rows of the class, in a tie with the fewest rows, in a further tie the first. */
    private static int smallest(int[][] sizes, int classPosition) {
        int best = 0;
        for (int fold = 1; fold < sizes.length; fold++) {
            int difference = sizes[fold][classPosition] - sizes[best][classPosition];
            boolean smaller =
                    IntStream.of(sizes[fold]).sum() < IntStream.of(sizes[best]).sum();
            if (difference < 0 || (difference == 0 && smaller)) {
                best = fold;
            }
        }
        return best;
    }
}
