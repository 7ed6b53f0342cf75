package dev.onward.explain;

import dev.onward.explain.graph.TreeEnsemble;

/**
 * The shares of the players in a leaf that is reached from a coalition exactly if the coalition contains all of a set A
 * of players and none of a set B: each player in A receives (a-1)! b! / (a+b)!, and each in B the negative of a! (b-1)!
 * / (a+b)!, where a and b are the sizes of A and B. (Zern, Broelemann, Kasneci, "Interventional SHAP Values and
 * Interaction Values for Piecewise Linear Regression Trees", AAAI 2023.)
 */
final class ShapleyWeights {

    private static final int SIZE = TreeEnsemble.MAX_PLAYERS + 1;
    private static final double[] REQUIRED = new double[SIZE * SIZE];

    static {
        for (int a = 0; a < SIZE; a++) {
            double choices = 1;
            for (int b = 0; a > 0 && b < SIZE; b++) {
                // The binomial coefficient (a + b) over b.
                choices = b == 0 ? 1 : choices * (a + b) / b;
                REQUIRED[a * SIZE + b] = 1 / (a * choices);
            }
        }
    }

    private ShapleyWeights() {}

    /** The share of each required player: (a-1)! b! / (a+b)!; 0 if there is none. */
    static double required(int a, int b) {
        return REQUIRED[a * SIZE + b];
    }

    /** The negative of the share of each excluded player: a! (b-1)! / (a+b)!; 0 if there is none. */
    static double excluded(int a, int b) {
        return REQUIRED[b * SIZE + a];
    }
}
