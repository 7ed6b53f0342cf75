/**
 * Permits to compute: at most so many predictions run at the same time. Depends on no other package, and knows nothing of
 * HTTP.
 */
@NullMarked
package dev.onward.compute;

import org.jspecify.annotations.NullMarked;
