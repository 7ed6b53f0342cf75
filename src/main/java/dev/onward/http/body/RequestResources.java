package dev.onward.http.body;

import java.nio.file.Path;

/**
 * The resources that all requests share.
 *
 * @param memory for what requests hold
 * @param responses the memory for responses of medium size
 * @param spoolFolder for large responses
 * @param spoolLimit the largest response, in bytes
 */
public record RequestResources(MemoryBudget memory, ResponseMemory responses, Path spoolFolder, long spoolLimit) {}
