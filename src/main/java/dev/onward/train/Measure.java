package dev.onward.train;

/** A number that says how good a model is, by the name under which card and report show it. */
record Measure(String name, double value) {}
