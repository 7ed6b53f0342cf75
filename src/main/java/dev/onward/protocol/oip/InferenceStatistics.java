package dev.onward.protocol.oip;

import dev.onward.model.Model;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.core.JsonGenerator;

/**
 * The number and duration of the inference requests of each model, according to Triton's statistics extension. Counts
 * only requests of this protocol. The counts of a model are dropped when the model is no longer in use. Thread-safe.
 */
final class InferenceStatistics {

    /** By the identity of the model, which exists as long as the model is in use. */
    private final Map<Object, Counts> counts = Collections.synchronizedMap(new WeakHashMap<>());

    /** Triton's {@code $duration_stat}: a number of events and their total time. */
    private static final class Duration {

        private final LongAdder count = new LongAdder();
        private final LongAdder nanos = new LongAdder();

        void add(long duration) {
            count.increment();
            nanos.add(duration);
        }

        void write(JsonGenerator json, String name) {
            json.writeObjectPropertyStart(name);
            json.writeNumberProperty("count", count.sum());
            json.writeNumberProperty("ns", nanos.sum());
            json.writeEndObject();
        }
    }

    /** The counts of one model. */
    private static final class Counts {
        private final AtomicLong lastMillis = new AtomicLong();
        private final LongAdder rows = new LongAdder();
        private final Duration success = new Duration();
        private final Duration fail = new Duration();
        private final Duration queue = new Duration();
        private final Duration input = new Duration();
        private final Duration infer = new Duration();
        private final Duration output = new Duration();
    }

    /** The measurement of one request, for the thread that handles it. */
    static final class Measurement implements AutoCloseable {

        private final Counts counts;
        private final boolean countsFailure;
        private final long start = System.nanoTime();
        private long read;
        private long inferred;
        private long runNanos;
        private boolean succeeded;

        private Measurement(Counts counts, boolean countsFailure) {
            this.counts = counts;
            this.countsFailure = countsFailure;
        }

        /** Marks the end of reading and the start of inference. */
        void read() {
            read = System.nanoTime();
        }

        /**
         * Marks the end of inference and the start of writing.
         *
         * @param nanos the time in which the model ran; the rest was spent waiting for a compute permit
         */
        void inferred(long nanos) {
            inferred = System.nanoTime();
            runNanos = nanos;
        }

        /** Counts the request, once its response has been written. */
        void succeeded(long rows) {
            long end = System.nanoTime();
            succeeded = true;
            counts.lastMillis.set(System.currentTimeMillis());
            counts.rows.add(rows);
            counts.success.add(end - start);
            counts.input.add(read - start);
            counts.queue.add(Math.max(0, inferred - read - runNanos));
            counts.infer.add(runNanos);
            counts.output.add(end - inferred);
        }

        /** Counts a failure unless the request succeeded. */
        @Override
        public void close() {
            if (!succeeded && countsFailure) {
                counts.fail.add(System.nanoTime() - start);
            }
        }
    }

    /**
     * Starts to measure a request.
     *
     * @param countsFailure false if another thread handles the request again after a failure
     */
    Measurement start(Model model, boolean countsFailure) {
        return new Measurement(of(model), countsFailure);
    }

    private Counts of(Model model) {
        return counts.computeIfAbsent(model.identity(), added -> new Counts());
    }

    /** Writes the entry of one model in {@code model_stats}. */
    void write(JsonGenerator json, Model model) {
        Counts of = of(model);
        json.writeStartObject();
        json.writeStringProperty("name", model.name());
        json.writeStringProperty("version", model.version());
        json.writeNumberProperty("last_inference", of.lastMillis.get());
        json.writeNumberProperty("inference_count", of.rows.sum());
        json.writeNumberProperty("execution_count", of.success.count.sum());
        json.writeObjectPropertyStart("inference_stats");
        of.success.write(json, "success");
        of.fail.write(json, "fail");
        of.queue.write(json, "queue");
        of.input.write(json, "compute_input");
        of.infer.write(json, "compute_infer");
        of.output.write(json, "compute_output");
        // Required by the extension; there is no cache here.
        new Duration().write(json, "cache_hit");
        new Duration().write(json, "cache_miss");
        json.writeEndObject();
        json.writeArrayPropertyStart("batch_stats");
        json.writeEndArray();
        json.writeEndObject();
    }
}
