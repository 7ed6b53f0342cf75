/**
 * Explanations of predictions: interventional Shapley values over the features of the table, exact where the graph
 * permits it and estimated elsewhere. The model remains the only source of answers, and every explanation is checked
 * against them. Knows nothing of HTTP, JSON or data files.
 */
@NullMarked
package dev.onward.explain;

import org.jspecify.annotations.NullMarked;
