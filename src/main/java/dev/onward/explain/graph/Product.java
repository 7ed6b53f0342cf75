package dev.onward.explain.graph;

/** The product of two encoded columns of different features. */
public record Product(NumberColumn left, NumberColumn right) implements Atom {

    public Product {
        if (NumberColumn.common(left.feature(), right.feature()).isPresent()) {
            throw new IllegalArgumentException("expected columns of different features");
        }
    }

    @Override
    public double of(TableRow row) {
        return left.of(row) * right.of(row);
    }
}
