package dev.onward.train;

import java.util.List;

/** What is read of a file: the column to learn, and the columns to learn it from. */
record Columns(SourceColumn target, List<SourceColumn> features) {}
