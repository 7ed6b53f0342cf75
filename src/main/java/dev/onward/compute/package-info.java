/** Compute permits, which limit the number of concurrent predictions. Depends on the JDK only. */
@NullMarked
package dev.onward.compute;

import org.jspecify.annotations.NullMarked;
