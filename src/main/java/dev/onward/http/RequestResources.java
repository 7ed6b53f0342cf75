package dev.onward.http;

import java.nio.file.Path;

/**
 * The resources that all requests share.
 *
 * @param memory for what requests hold
 * @param spoolFolder for large answers
 * @param spoolLimit the largest answer, in bytes
 */
public record RequestResources(MemoryBudget memory, Path spoolFolder, long spoolLimit) {}
