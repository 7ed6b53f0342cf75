package dev.onward.train.estimator;

import dev.onward.train.data.DesignColumns;

/**
 * The terms of a linear model: the columns of the design matrix; with degree 2 also their squares and the products of
 * every two of them, in the order 11, 12, ..., 22, 23, ..., except those without information; and last the constant 1,
 * whose weight is the intercept.
 */
final class PolynomialFeatures {

    private final int columns;
    private final int[] left;
    private final int[] right;

    PolynomialFeatures(int degree, DesignColumns design) {
        columns = design.count();
        int products = degree == 1 ? 0 : Math.toIntExact(design.products());
        left = new int[products];
        right = new int[products];
        int product = 0;
        for (int i = 0; product < products; i++) {
            for (int j = i; j < columns; j++) {
                if (design.isProduct(i, j)) {
                    left[product] = i;
                    right[product++] = j;
                }
            }
        }
    }

    /** The column of each product's first factor. Must not be modified. */
    int[] left() {
        return left;
    }

    /** The column of each product's second factor. Must not be modified. */
    int[] right() {
        return right;
    }

    /** Computes the terms of a row of the design matrix. */
    double[] apply(double[] row) {
        double[] terms = new double[columns + left.length + 1];
        System.arraycopy(row, 0, terms, 0, columns);
        for (int i = 0; i < left.length; i++) {
            terms[columns + i] = row[left[i]] * row[right[i]];
        }
        terms[terms.length - 1] = 1;
        return terms;
    }
}
