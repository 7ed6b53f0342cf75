package dev.onward.explain.graph;

/** One column of a tensor with a row for each predicted row, as a function of the features. */
sealed interface Quantity permits NumberColumn, TextColumn, LinearCombination, Link, LinkSum {}
