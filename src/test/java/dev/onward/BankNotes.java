package dev.onward;

/** Two rows for the shipped model, as JSON objects. */
public final class BankNotes {

    public static final String GENUINE =
            "{\"variance\": 3.6216, \"skewness\": 8.6661, \"curtosis\": -2.8073, \"entropy\": -0.44699}";
    public static final String FORGED =
            "{\"variance\": -1.3971, \"skewness\": 3.3191, \"curtosis\": -1.3927, \"entropy\": -1.9948}";

    /** The property {@code observed} of the predictions, from the calibration of the shipped model. */
    public static final String OBSERVED_GENUINE =
            "\"observed\":{\"from\":0.999996688,\"to\":0.999998363,\"share\":1.0,\"count\":38,"
                    + "\"basis\":\"cross-validation\"}";

    public static final String OBSERVED_FORGED =
            "\"observed\":{\"from\":0.997626,\"to\":0.9991256,\"share\":1.0,\"count\":31,"
                    + "\"basis\":\"cross-validation\"}";

    private BankNotes() {}
}
