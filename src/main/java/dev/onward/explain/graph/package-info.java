/**
 * Reads the graph of a model into formulas of its answers: sums of numbers, products and trees, with a link at the end.
 * A graph that mixes features is refused, with the reason.
 */
@NullMarked
package dev.onward.explain.graph;

import org.jspecify.annotations.NullMarked;
