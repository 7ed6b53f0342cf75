/**
 * What operators count: requests, predictions, models and the JVM, in Prometheus's and OpenMetrics' text formats. The only
 * user of Prometheus's client library. Depends on {@code repository} for what is served.
 */
@NullMarked
package dev.onward.metrics;

import org.jspecify.annotations.NullMarked;
