package dev.onward.model.card;

/** The kind of a model's answers. */
public enum Task {
    /** One of a fixed set of classes. */
    CLASSIFICATION,
    /** Numbers. */
    REGRESSION
}
