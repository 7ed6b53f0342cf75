/** What an explanation consists of: part of the API of onward-core. */
@NullMarked
package dev.onward.explanation;

import org.jspecify.annotations.NullMarked;
