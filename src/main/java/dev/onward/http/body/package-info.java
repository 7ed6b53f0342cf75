/**
 * The bodies of requests and responses: their limits, the memory that they may hold, the files and the disk that large
 * ones are stored on, and uploads. {@code RequestContext} gives handlers access to them. Depends on {@code table} and
 * the Servlet API, but not on {@code http}, which uses it.
 */
@NullMarked
package dev.onward.http.body;

import org.jspecify.annotations.NullMarked;
