package dev.onward.model;

/** What a model answers. */
public enum Task {
    /** One of a fixed set of classes. */
    CLASSIFICATION,
    /** A number. */
    REGRESSION
}
