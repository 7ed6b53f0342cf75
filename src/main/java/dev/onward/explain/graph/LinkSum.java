package dev.onward.explain.graph;

import java.util.List;

/** The sum of the probabilities of all classes, by which each of them may be divided. */
record LinkSum(List<Link> links) implements Quantity {}
