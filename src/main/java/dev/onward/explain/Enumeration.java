package dev.onward.explain;

import dev.onward.explain.CoalitionGame.NoAnswerException;
import java.util.Arrays;

/**
 * Exact Shapley values from the answers to all combinations, of which there are 2^features for each background row.
 * Features with the same value in the explained row and all background rows are left out; their contribution is 0.
 */
final class Enumeration {

    private final CoalitionGame game;
    private final int[] players;

    private Enumeration(CoalitionGame game, int[] players) {
        this.game = game;
        this.players = players;
    }

    /** The number of combinations; {@link Long#MAX_VALUE} if it is very large. */
    static long combinations(int players, int backgroundRows) {
        return players > 40 ? Long.MAX_VALUE : (1L << players) * backgroundRows;
    }

    /** The averages over the background, and the contributions. */
    static final class Result {

        private final double base;
        private final double value;
        private final double[] contributions;

        /** @param contributions by the positions of the features */
        Result(double base, double value, double[] contributions) {
            this.base = base;
            this.value = value;
            this.contributions = contributions;
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
    }

    /** @param players the positions of the features that differ */
    static Result run(CoalitionGame game, int[] players) throws NoAnswerException {
        return new Enumeration(game, players).run();
    }

    private Result run() throws NoAnswerException {
        double[] values = values();
        int full = values.length - 1;
        double[] contributions = new double[game.features()];
        for (int i = 0; i < players.length; i++) {
            double contribution = 0;
            for (int coalition = 0; coalition <= full; coalition++) {
                if (((coalition >> i) & 1) == 0) {
                    int size = Integer.bitCount(coalition);
                    // Every order of the players in which player i follows exactly this coalition.
                    double weight = ShapleyWeights.required(players.length - size, size);
                    contribution += weight * (values[coalition | (1 << i)] - values[coalition]);
                }
            }
            contributions[players[i]] = contribution;
        }
        return new Result(values[0], values[full], contributions);
    }

    /** The average answer over the background for each coalition of players, which have their explained values. */
    private double[] values() throws NoAnswerException {
        Background background = game.background();
        int rows = background.size();
        int[] positions = new int[game.features()];
        Arrays.fill(positions, -1);
        for (int i = 0; i < players.length; i++) {
            positions[players[i]] = i;
        }
        double[] answers = game.answers((1 << players.length) * rows, (combination, feature) -> {
            boolean isOwn = positions[feature] < 0 || (((combination / rows) >> positions[feature]) & 1) == 1;
            return isOwn ? CoalitionGame.EXPLAINED : combination % rows;
        });
        double[] values = new double[1 << players.length];
        double total = background.totalWeight();
        for (int i = 0; i < answers.length; i++) {
            values[i / rows] += answers[i] * background.weight(i % rows) / total;
        }
        return values;
    }
}
