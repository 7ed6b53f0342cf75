package dev.onward.model.card;

import java.util.Collection;
import java.util.List;

/** Checks of the numbers in a card, which may come from a JSON number that is too large for a double. */
final class CardNumbers {

    private CardNumbers() {}

    /**
     * Checks that all numbers are finite.
     *
     * @param name of the numbers, for the message
     */
    static void requireFinite(String name, Collection<Double> numbers) {
        for (double number : numbers) {
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException("expected finite " + name + ", got " + number);
            }
        }
    }

    /**
     * Checks that all numbers are from 0 to 1.
     *
     * @param name of the numbers, for the message
     */
    static void requireShares(String name, Collection<Double> numbers) {
        for (double number : numbers) {
            if (!(number >= 0 && number <= 1)) {
                throw new IllegalArgumentException("expected " + name + " from 0 to 1, got " + number);
            }
        }
    }

    /**
     * Checks that no number is less than the one before it.
     *
     * @param name of the numbers, for the message
     */
    static void requireAscending(String name, List<Double> numbers) {
        for (int i = 1; i < numbers.size(); i++) {
            if (numbers.get(i - 1) > numbers.get(i)) {
                throw new IllegalArgumentException(
                        "expected " + name + " in ascending order, got " + numbers.get(i - 1) + ", " + numbers.get(i));
            }
        }
    }

    /**
     * Checks that a list or a map is not too long.
     *
     * @param name of its entries, for the message
     */
    static void requireAtMost(int limit, String name, int count) {
        if (count > limit) {
            throw new IllegalArgumentException("expected at most " + limit + " " + name + ", got " + count);
        }
    }
}
