/** The tests of onward-spark, on clusters whose executors are processes of their own. */
@NullMarked
package dev.onward.spark;

import org.jspecify.annotations.NullMarked;
