/** The packaged application under all kinds of load at once, for minutes, and stopped under this load. */
@NullMarked
package dev.onward.soak;

import org.jspecify.annotations.NullMarked;
