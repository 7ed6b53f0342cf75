package dev.onward.train;

/**
 * The terms that a linear model weighs: the columns; with degree 2 also their squares and the products of every two of
 * them, in the order 11, 12, ..., 22, 23, ..., without those that say nothing new; and at last the constant 1, whose
 * weight is the intercept.
 */
final class Expansion {

    private final int columns;
    private final int[] left;
    private final int[] right;

    Expansion(int degree, Layout layout) {
        columns = layout.columns();
        int products = degree == 1 ? 0 : Math.toIntExact(layout.products());
        left = new int[products];
        right = new int[products];
        int product = 0;
        for (int i = 0; product < products; i++) {
            for (int j = i; j < columns; j++) {
                if (layout.isProduct(i, j)) {
                    left[product] = i;
                    right[product++] = j;
                }
            }
        }
    }

    /** For each product the position of its first factor. Not to be changed. */
    int[] left() {
        return left;
    }

    /** For each product the position of its second factor. Not to be changed. */
    int[] right() {
        return right;
    }

    double[] apply(double[] scaled) {
        double[] terms = new double[columns + left.length + 1];
        System.arraycopy(scaled, 0, terms, 0, columns);
        for (int i = 0; i < left.length; i++) {
            terms[columns + i] = scaled[left[i]] * scaled[right[i]];
        }
        terms[terms.length - 1] = 1;
        return terms;
    }
}
