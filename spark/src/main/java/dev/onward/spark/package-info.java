/**
 * Predictions of a model for the rows of Apache Spark's datasets: {@link dev.onward.spark.OnwardModel}, and {@link
 * dev.onward.spark.ScoreJob} for files. Uses Spark through its Java API only, so that the same classes run on Scala
 * 2.12 and 2.13.
 *
 * <p>{@link dev.onward.spark.OnwardModel} and {@link dev.onward.OnwardException} are the API of onward-spark. All other
 * packages are internal and may change in any version.
 */
@NullMarked
package dev.onward.spark;

import org.jspecify.annotations.NullMarked;
