package dev.onward.model.card;

/** The kind of a model's predictions. */
public enum Task {
    /** One of a fixed set of classes. */
    CLASSIFICATION,
    /** Numbers. */
    REGRESSION
}
