package dev.onward.model.card;

/** What a model answers. */
public enum Task {
    /** One of a fixed set of classes. */
    CLASSIFICATION,
    /** A number. */
    REGRESSION
}
