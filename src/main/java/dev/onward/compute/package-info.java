/**
 * Limits of concurrency: compute permits for runs of models, and a lane for files and large requests. Depends on the
 * JDK only.
 */
@NullMarked
package dev.onward.compute;

import org.jspecify.annotations.NullMarked;
