package dev.onward.explain.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A linear combination: a constant and terms, each a coefficient times an {@link Atom}. In double precision. */
public final class LinearCombination implements Quantity {

    private final double constant;
    private final List<Atom> atoms;
    private final double[] coefficients;

    private LinearCombination(double constant, List<Atom> atoms, double[] coefficients) {
        this.constant = constant;
        this.atoms = atoms;
        this.coefficients = coefficients;
    }

    static LinearCombination of(Atom atom) {
        return new LinearCombination(0, List.of(atom), new double[] {1});
    }

    public static LinearCombination constant(double value) {
        return new LinearCombination(value, List.of(), new double[0]);
    }

    /** @throws UnreadableGraphException if the quantity is not a linear combination */
    static LinearCombination of(Quantity quantity) {
        if (quantity instanceof LinearCombination score) {
            return score;
        }
        if (quantity instanceof NumberColumn column) {
            return column.constant().map(LinearCombination::constant).orElseGet(() -> of((Atom) column));
        }
        throw new UnreadableGraphException(
                quantity instanceof TextColumn
                        ? "the graph performs arithmetic on text"
                        : "the graph performs arithmetic on numbers that have already been transformed");
    }

    /**
     * A weighted sum of other scores.
     *
     * @param weights one for each of them
     */
    static LinearCombination sum(double constant, List<LinearCombination> scores, double[] weights) {
        Map<Atom, Double> terms = new LinkedHashMap<>();
        double total = constant;
        for (int i = 0; i < weights.length; i++) {
            LinearCombination score = scores.get(i);
            if (weights[i] != 0) {
                total += weights[i] * score.constant;
                for (int term = 0; term < score.coefficients.length; term++) {
                    terms.merge(score.atoms.get(term), weights[i] * score.coefficients[term], Double::sum);
                }
            }
        }
        return new LinearCombination(
                total,
                List.copyOf(terms.keySet()),
                terms.values().stream().mapToDouble(Double::doubleValue).toArray());
    }

    LinearCombination plus(LinearCombination other) {
        return sum(0, List.of(this, other), new double[] {1, 1});
    }

    LinearCombination minus(LinearCombination other) {
        return sum(0, List.of(this, other), new double[] {1, -1});
    }

    LinearCombination times(double factor) {
        return sum(0, List.of(this), new double[] {factor});
    }

    public double constant() {
        return constant;
    }

    public List<Atom> atoms() {
        return atoms;
    }

    /** The coefficient of the atom at this position. */
    public double coefficient(int position) {
        return coefficients[position];
    }
}
