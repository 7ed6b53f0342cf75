package dev.onward.table;

/**
 * What the training data held of one numeric feature, in the feature's own unit. It describes and never forbids: a
 * value outside it is answered, with a note.
 *
 * @param standardDeviation of the population (divided by n)
 */
public record Observed(double minimum, double maximum, double mean, double standardDeviation) {

    public Observed {
        if (!(minimum <= mean && mean <= maximum && standardDeviation >= 0)) {
            throw new IllegalArgumentException("expected minimum <= mean <= maximum and a standard deviation >= 0, got "
                    + minimum + ", " + mean + ", " + maximum + " and " + standardDeviation);
        }
    }

    public boolean contains(double value) {
        return minimum <= value && value <= maximum;
    }
}
