package dev.onward.model.card;

import java.util.Locale;

/** The relation between the rows on which predictions were compared with the truth, and those of the training. */
public enum Basis {
    /** Each row was predicted by a model that was fitted to other rows. */
    CROSS_VALIDATION,
    /** The rows were not used for training. */
    HELD_OUT,
    /** The model may have been trained on the rows, so that its predictions may look better than they are. */
    UNKNOWN;

    private final String title = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in responses, such as {@code cross-validation}. */
    public String title() {
        return title;
    }
}
