package dev.onward.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The native ONNX Runtime, loaded by whoever asks first. A class whose first use failed stays unusable, and later says
 * only that it is: so it is tried once, and what was found then is the answer to all.
 */
public final class NativeRuntime {

    private static final System.Logger LOG = System.getLogger(NativeRuntime.class.getName());
    private static final String NAME = "onward";
    private static final Loading LOADING = ExtractionLog.during(NativeRuntime::load);

    private NativeRuntime() {}

    /** What came of it: the environment, or why there is none. */
    private record Loading(
            Optional<OrtEnvironment> environment,
            String fault,
            @Nullable Throwable cause) {}

    /**
     * Its version, as the library says it.
     *
     * @throws RuntimeUnavailableException if it cannot be loaded
     */
    public static String version() {
        return environment().getVersion();
    }

    /** @throws RuntimeUnavailableException if it cannot be loaded, the same whenever it is asked */
    static OrtEnvironment environment() {
        return LOADING.environment.orElseThrow(() -> new RuntimeUnavailableException(LOADING.fault, LOADING.cause));
    }

    private static Loading load(ExtractionLog unpacking) {
        try {
            // At any other level it writes a line for every request that fails: clients could flood the log.
            OrtLoggingLevel level = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;
            OrtEnvironment environment = OrtEnvironment.getEnvironment(level, NAME);
            hold(level);
            return new Loading(Optional.of(environment), "", null);
        } catch (LinkageError | RuntimeException e) {
            Throwable cause = unpacking.fault().orElse(NativeErrors.root(e));
            LOG.log(System.Logger.Level.WARNING, "loading the native ONNX Runtime failed: " + cause);
            return new Loading(Optional.empty(), NativeErrors.explain(cause), cause);
        }
    }

    /**
     * Counts the application among the holders of the native environment, so that it is never freed. The runtime's own
     * hook gives it up as soon as the JVM begins to end, beside the hooks of servers, which still ask models and open
     * them: what was freed is used then, and the process crashes. Nothing public counts a holder but the first.
     */
    private static void hold(OrtLoggingLevel level) {
        try {
            Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
            Method create = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
            api.setAccessible(true);
            create.setAccessible(true);
            create.invoke(null, api.getLong(null), level.getValue(), NAME);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the native environment cannot be held: a JVM that ends while models are opened may crash",
                    e);
        }
    }
}
