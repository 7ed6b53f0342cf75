package dev.onward.explain;

import dev.onward.explain.CoalitionGame.NoAnswerException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Estimates Shapley values from random orders of the features, each with its reverse (Mitchell, Cooper, Frank, Holmes,
 * "Sampling Permutations for Shapley Value Estimation", JMLR 23, 2022). Each pair of orders has one random background
 * row: along an order, one feature after another receives its explained value, and the change of the answer is credited
 * to it.
 *
 * <p>The contributions of each pair add up to the difference between two known answers. The estimate is corrected by
 * linear regression on this sum, whose mean is known, so that it adds up to the value minus the base.
 */
final class Sampling {

    /** The minimum number of pairs for a standard error: two are lost to the regression. */
    static final int MIN_PAIRS = 8;

    /** Sampling ends when no standard error exceeds this part of the difference to the base. */
    private static final double PRECISION = 0.01;

    private final CoalitionGame game;
    private final Random random;
    private final double value;
    private final double[] backgroundAnswers;
    private final double base;
    private final List<double[]> pairs = new ArrayList<>();

    /** The estimates and their standard errors, by the positions of the features. */
    static final class Result {

        private final double base;
        private final double value;
        private final double[] contributions;
        private final double[] standardErrors;
        private final int pairs;

        /** @param pairs the number of pairs of orders; two more than the degrees of freedom of the standard errors */
        Result(double base, double value, double[] contributions, double[] standardErrors, int pairs) {
            this.base = base;
            this.value = value;
            this.contributions = contributions;
            this.standardErrors = standardErrors;
            this.pairs = pairs;
        }

        double base() {
            return base;
        }

        double value() {
            return value;
        }

        double[] contributions() {
            return contributions;
        }

        double[] standardErrors() {
            return standardErrors;
        }

        int pairs() {
            return pairs;
        }
    }

    private Sampling(CoalitionGame game, long seed) throws NoAnswerException {
        this.game = game;
        this.random = new Random(seed);
        int rows = game.background().size();
        double[] answers = game.answers(rows + 1, (row, feature) -> row == rows ? CoalitionGame.EXPLAINED : row);
        this.value = answers[rows];
        this.backgroundAnswers = Arrays.copyOf(answers, rows);
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += answers[row] * game.background().weight(row);
        }
        this.base = sum / game.background().totalWeight();
    }

    /** The number of combinations of one pair. */
    static long combinations(int players) {
        return Math.max(1, 2L * (players - 1));
    }

    /**
     * Estimates the contributions.
     *
     * @param budget the maximum number of combinations, at least enough for {@link #MIN_PAIRS}
     * @param seed the same seed gives the same estimates
     */
    static Result run(CoalitionGame game, int[] players, long budget, long seed) throws NoAnswerException {
        Sampling sampling = new Sampling(game, seed);
        long maxPairs = Math.max(MIN_PAIRS, budget / combinations(players.length));
        Result result = new Result(sampling.base, sampling.value, new double[0], new double[0], 0);
        while (result.pairs < maxPairs) {
            int more = (int) Math.min(maxPairs - result.pairs, Math.max(MIN_PAIRS, result.pairs / 2));
            sampling.addPairs(more);
            result = sampling.estimate();
            double largest = Arrays.stream(result.standardErrors).max().orElse(0);
            if (largest <= PRECISION * Math.abs(result.value - result.base)) {
                break;
            }
        }
        return result;
    }

    /** A random order of the features that differ from a background row. */
    private static final class Pair {

        private final int row;
        private final int[] order;
        private final int[] positions;

        /** @param positions of the features in the order; -1 for features that do not differ */
        Pair(int row, int[] order, int[] positions) {
            this.row = row;
            this.order = order;
            this.positions = positions;
        }
    }

    private void addPairs(int count) throws NoAnswerException {
        List<Pair> orders = new ArrayList<>();
        List<int[]> combinations = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Pair pair = pair();
            orders.add(pair);
            for (int length = 1; length < pair.order.length; length++) {
                combinations.add(new int[] {i, length, 1});
                combinations.add(new int[] {i, length, 0});
            }
        }
        double[] answers = combinations.isEmpty()
                ? new double[0]
                : game.answers(combinations.size(), (index, feature) -> {
                    int[] combination = combinations.get(index);
                    Pair pair = orders.get(combination[0]);
                    int position = pair.positions[feature];
                    boolean isOwn = position < 0
                            || (combination[2] == 1
                                    ? position < combination[1]
                                    : position >= pair.order.length - combination[1]);
                    return isOwn ? CoalitionGame.EXPLAINED : pair.row;
                });
        int next = 0;
        for (Pair pair : orders) {
            int used = Math.max(0, 2 * (pair.order.length - 1));
            pairs.add(contributions(pair, answers, next));
            next += used;
        }
    }

    private Pair pair() {
        int row = row();
        int[] order = IntStream.range(0, game.features())
                .filter(feature -> game.differs(feature, row))
                .toArray();
        int[] positions = new int[game.features()];
        Arrays.fill(positions, -1);
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
        for (int i = 0; i < order.length; i++) {
            positions[order[i]] = i;
        }
        return new Pair(row, order, positions);
    }

    /** A background row, drawn by its weight. */
    private int row() {
        Background background = game.background();
        long drawn = (long) (random.nextDouble() * background.totalWeight());
        int row = 0;
        while (drawn >= background.weight(row)) {
            drawn -= background.weight(row++);
        }
        return row;
    }

    /**
     * The average contributions along the order and its reverse.
     *
     * @param first the index of the pair's first answer; answers along the order and its reverse alternate
     */
    private double[] contributions(Pair pair, double[] answers, int first) {
        double[] contributions = new double[game.features()];
        int length = pair.order.length;
        for (int direction = 0; direction < 2; direction++) {
            double before = backgroundAnswers[pair.row];
            for (int i = 0; i < length; i++) {
                double after = i == length - 1 ? value : answers[first + 2 * i + direction];
                int feature = pair.order[direction == 0 ? i : length - 1 - i];
                contributions[feature] += (after - before) / 2;
                before = after;
            }
        }
        return contributions;
    }

    private Result estimate() {
        int count = pairs.size();
        double[] sums = new double[count];
        for (int i = 0; i < count; i++) {
            sums[i] = Arrays.stream(pairs.get(i)).sum();
        }
        double meanSum = Arrays.stream(sums).average().orElse(0);
        double spread = Arrays.stream(sums)
                .map(sum -> (sum - meanSum) * (sum - meanSum))
                .sum();
        double correction = value - base - meanSum;
        double[] contributions = new double[game.features()];
        double[] errors = new double[game.features()];
        for (int feature = 0; feature < contributions.length; feature++) {
            int position = feature;
            double mean =
                    pairs.stream().mapToDouble(pair -> pair[position]).average().orElse(0);
            double slope = 0;
            for (int i = 0; i < count && spread > 0; i++) {
                slope += (sums[i] - meanSum) * (pairs.get(i)[feature] - mean) / spread;
            }
            double residuals = 0;
            for (int i = 0; i < count; i++) {
                double residual = pairs.get(i)[feature] - mean - slope * (sums[i] - meanSum);
                residuals += residual * residual;
            }
            double leverage = spread > 0 ? correction * correction / spread : 0;
            contributions[feature] = mean + slope * correction;
            errors[feature] = Math.sqrt(residuals / (count - 2) * (1.0 / count + leverage));
        }
        return new Result(base, value, contributions, errors, count);
    }
}
