package dev.onward.onnx.guard;

import dev.onward.runtime.ModelException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The upper limits on a model's file and graph. The time to open a session grows with the square of some of these
 * numbers and exponentially with others. The defaults are several times what exporters of tabular models need, and keep
 * that time to seconds on one processor. Immutable.
 */
public final class GuardLimits {

    private static final GuardLimits DEFAULTS = new GuardLimits(new EnumMap<>(Limit.class));

    private final Map<Limit, Long> values;

    private GuardLimits(Map<Limit, Long> values) {
        this.values = values;
    }

    /** The quantities that are limited. Times and crashes were measured with ONNX Runtime 1.28.0 on one processor. */
    public enum Limit {
        /** The bytes of the file and of its external data together. */
        BYTES("model-limit", 1L << 30),

        /**
         * The operators, with functions counted at each call. An IsolationForest of 200 trees has 5,410, and takes 20 s
         * and 175 MB to open. 20,000 additions took 19 s, and 4,000 selections of a column 14 s.
         */
        OPERATORS("operator-limit", 6_000),

        /** The constants. 20,000 took 5 s; 200,000 did not finish. */
        CONSTANTS("constant-limit", 10_000),

        /** The inputs. 20,000 took 23 s. */
        INPUTS("model-input-limit", 5_000),

        /** The outputs. 5,000 took 5 s; 20,000 did not finish. */
        OUTPUTS("model-output-limit", 2_000),

        /** The nesting depth of branches and loops. Each level doubles the time: 16 took 6 s; 18 did not finish. */
        NESTING("nesting-limit", 4),

        /** The depth of function calls. 100 crashed a thread with a stack of 256 kB, 500 any thread. */
        CALL_DEPTH("call-depth-limit", 32),

        /**
         * The depth of decision trees, which the runtime builds by recursion. 2,000 crashed a thread with a stack of 1
         * MB and 400 one of 256 kB; 350 did not.
         */
        TREE_DEPTH("tree-depth-limit", 300),

        /**
         * The elements of one tensor for {@value dev.onward.onnx.OnnxFile#PROBE_ROWS} rows: 128 MB of floats. The
         * runtime allocates them without a limit, even while it opens a session, when it computes what depends on
         * constants alone.
         */
        CELLS("cell-limit", 1 << 25),

        /** The multiplications of all operators for {@value dev.onward.onnx.OnnxFile#PROBE_ROWS} rows: about 10 s. */
        MULTIPLICATIONS("multiplication-limit", 100_000_000_000L);

        private final String setting;
        private final long defaultValue;

        Limit(String setting, long defaultValue) {
            this.setting = setting;
            this.defaultValue = defaultValue;
        }

        /** The name of the setting for this limit. */
        public String setting() {
            return setting;
        }
    }

    /** The default of every limit. */
    public static GuardLimits defaults() {
        return DEFAULTS;
    }

    /**
     * Reads the limits from settings.
     *
     * @param settings the value of a setting, by its {@link Limit#setting name}
     */
    public static GuardLimits of(ToLongFunction<String> settings) {
        Map<Limit, Long> values = new EnumMap<>(Limit.class);
        for (Limit limit : Limit.values()) {
            values.put(limit, settings.applyAsLong(limit.setting));
        }
        return new GuardLimits(values);
    }

    /** The same limits with one changed. */
    public GuardLimits with(Limit limit, long value) {
        Map<Limit, Long> changed = new EnumMap<>(Limit.class);
        changed.putAll(values);
        changed.put(limit, value);
        return new GuardLimits(changed);
    }

    /** The value of the limit. */
    public long get(Limit limit) {
        return values.getOrDefault(limit, limit.defaultValue);
    }

    /**
     * @throws ModelException if the count exceeds the limit, such as {@code m.onnx: expected at most 6,000 operators,
     *     found 6,001; …}
     */
    void check(Limit limit, String unit, long found, String origin) {
        if (found > get(limit)) {
            throw new ModelException(String.format(
                    Locale.ROOT,
                    "%s: expected at most %,d %s, found %,d%s",
                    origin,
                    get(limit),
                    unit,
                    found,
                    remedy(limit)));
        }
    }

    /** The remedy at the end of a message, which names the setting. */
    static String remedy(Limit limit) {
        return "; if you trust the model, raise the setting " + limit.setting;
    }
}
