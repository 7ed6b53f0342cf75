package dev.onward.explanation;

import java.util.OptionalDouble;

/**
 * The contribution of a feature to an answer: how much its value moves the answer away from the average.
 *
 * @param feature its name
 * @param amount in the space of the explanation
 * @param standardError of the amount; empty if it is exact
 */
public record Contribution(String feature, double amount, OptionalDouble standardError) {

    public Contribution {
        if (!Double.isFinite(amount)) {
            throw new IllegalArgumentException("expected a finite contribution of " + feature + ", got " + amount);
        }
    }
}
