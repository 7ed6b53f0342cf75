/**
 * Metrics of requests, predictions, models and the JVM, in the text formats of Prometheus and OpenMetrics. The only
 * user of Prometheus's client library. May depend on {@code repository} and {@code model}, but not on HTTP.
 */
@NullMarked
package dev.onward.metrics;

import org.jspecify.annotations.NullMarked;
