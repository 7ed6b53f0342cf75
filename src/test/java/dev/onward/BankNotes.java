package dev.onward;

/** Two rows for the shipped model, as JSON objects. */
public final class BankNotes {

    public static final String GENUINE =
            "{\"variance\": 3.6216, \"skewness\": 8.6661, \"curtosis\": -2.8073, \"entropy\": -0.44699}";
    public static final String FORGED =
            "{\"variance\": -1.3971, \"skewness\": 3.3191, \"curtosis\": -1.3927, \"entropy\": -1.9948}";

    private BankNotes() {}
}
