package dev.onward.explanation;

import java.util.List;

/** The explanation of one number of a prediction: base and contributions add up to value. Immutable. */
public interface Explanation {

    Method method();

    /** The unit of the numbers, such as "log-odds". */
    String space();

    /** True if the numbers are probabilities. */
    boolean isProbability();

    /** True if the numbers are a regression model's values, in their own unit. */
    boolean isValue();

    /** The label or the name of the value that is explained. */
    String answer();

    /** The average over the background, in the space. */
    double base();

    /** The number for the row, in the space. */
    double value();

    /** The number that the model returned for the row. */
    double output();

    /** One for each feature, in the order of the table. Made from numbers when they are read. */
    List<Contribution> contributions();

    /** The number of rows that the background represents. */
    long backgroundRows();

    /** The number of pairs of random orders, each with its reverse; 0 unless the method is sampling. */
    int samples();
}
