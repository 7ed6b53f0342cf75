/**
 * The wiring: the listener named in {@code web.xml} builds everything, registers the one servlet and closes everything.
 * The only package that depends on every slice, and the only one that maps exceptions of the packages below {@code
 * http} to statuses.
 */
@NullMarked
package dev.onward.app;

import org.jspecify.annotations.NullMarked;
