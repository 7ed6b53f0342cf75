/**
 * The wiring: the listener that {@code web.xml} names builds everything, registers the one servlet and closes
 * everything. The only package that knows every slice, and the only one that turns exceptions of the packages below
 * {@code http} into statuses.
 */
@NullMarked
package dev.onward.app;

import org.jspecify.annotations.NullMarked;
