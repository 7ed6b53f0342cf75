package dev.onward.protocol.oip;

import dev.onward.model.Model;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.core.JsonGenerator;

/** How often each model was asked over this protocol, and how long it took. Forgets a model that nobody else holds. */
public final class Statistics {

    private final Map<Model, Counts> counts = Collections.synchronizedMap(new WeakHashMap<>());

    /** How often, and for how long altogether. */
    private static final class Duration {

        private final LongAdder count = new LongAdder();
        private final LongAdder nanos = new LongAdder();

        void add(long took) {
            count.increment();
            nanos.add(took);
        }

        void write(JsonGenerator json, String name) {
            json.writeObjectPropertyStart(name);
            json.writeNumberProperty("count", count.sum());
            json.writeNumberProperty("ns", nanos.sum());
            json.writeEndObject();
        }
    }

    /** Of one model. */
    private static final class Counts {
        private final AtomicLong lastMillis = new AtomicLong();
        private final LongAdder rows = new LongAdder();
        private final Duration success = new Duration();
        private final Duration fail = new Duration();
        private final Duration input = new Duration();
        private final Duration infer = new Duration();
        private final Duration output = new Duration();
    }

    /** The times at which the parts of one request began and ended, in nanoseconds. */
    public record Times(long start, long read, long inferred, long written) {}

    /** @param rows how many the request had */
    public void success(Model model, long rows, Times times) {
        Counts of = of(model);
        of.lastMillis.set(System.currentTimeMillis());
        of.rows.add(rows);
        of.success.add(times.written() - times.start());
        of.input.add(times.read() - times.start());
        of.infer.add(times.inferred() - times.read());
        of.output.add(times.written() - times.inferred());
    }

    public void failure(Model model, long start) {
        of(model).fail.add(System.nanoTime() - start);
    }

    private Counts of(Model model) {
        return counts.computeIfAbsent(model, unknown -> new Counts());
    }

    /** Writes the entry of one model. */
    public void write(JsonGenerator json, Model model) {
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
        // There is no queue and no cache.
        new Duration().write(json, "queue");
        of.input.write(json, "compute_input");
        of.infer.write(json, "compute_infer");
        of.output.write(json, "compute_output");
        new Duration().write(json, "cache_hit");
        new Duration().write(json, "cache_miss");
        json.writeEndObject();
        json.writeArrayPropertyStart("batch_stats");
        json.writeEndArray();
        json.writeEndObject();
    }
}
