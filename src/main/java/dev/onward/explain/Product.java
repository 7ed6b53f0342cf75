package dev.onward.explain;

/** The product of two encoded columns of different features. */
record Product(NumberColumn left, NumberColumn right) implements Atom {

    Product {
        if (NumberColumn.common(left.feature(), right.feature()).isPresent()) {
            throw new IllegalArgumentException("expected columns of different features");
        }
    }

    @Override
    public double of(TableRow row) {
        return left.of(row) * right.of(row);
    }
}
