package dev.onward.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The native ONNX Runtime, loaded on first use. Loading is attempted once and its result is kept, because a class whose
 * initialisation failed reports the original cause only the first time.
 */
public final class NativeRuntime {

    private static final System.Logger LOG = System.getLogger(NativeRuntime.class.getName());
    private static final String NAME = "onward";
    private static final Loading LOADING = ExtractionLog.during(NativeRuntime::load);

    private NativeRuntime() {}

    /** The result of loading: the environment, or the reason why there is none. */
    private record Loading(
            Optional<OrtEnvironment> environment,
            String reason,
            @Nullable Throwable cause) {}

    /**
     * The version that the native library reports.
     *
     * @throws RuntimeUnavailableException if it cannot be loaded
     */
    public static String version() {
        return environment().getVersion();
    }

    /** @throws RuntimeUnavailableException if it cannot be loaded; on every call with the same message */
    static OrtEnvironment environment() {
        return LOADING.environment.orElseThrow(() -> new RuntimeUnavailableException(LOADING.reason, LOADING.cause));
    }

    private static Loading load(ExtractionLog extraction) {
        try {
            // At any other level it logs every request that fails, so clients could flood the log.
            OrtLoggingLevel level = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;
            OrtEnvironment environment = OrtEnvironment.getEnvironment(level, NAME);
            retain(level);
            return new Loading(Optional.of(environment), "", null);
        } catch (LinkageError | RuntimeException e) {
            Throwable cause = extraction.error().orElse(NativeErrors.root(e));
            // The runtime adds a shutdown hook, which is not possible once the JVM is being ended.
            if (!"Shutdown in progress".equals(cause.getMessage())) {
                LOG.log(System.Logger.Level.WARNING, "loading the native ONNX Runtime failed: " + cause);
            }
            return new Loading(Optional.empty(), NativeErrors.explain(cause), cause);
        }
    }

    /**
     * Adds a reference to the native environment, so that it is never freed. The runtime's own shutdown hook releases
     * it as soon as the JVM begins to exit, concurrently with the hooks of servers that still run and open models:
     * using the freed environment crashes the process. The public API can only create the first reference.
     */
    private static void retain(OrtLoggingLevel level) {
        try {
            Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
            Method create = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
            api.setAccessible(true);
            create.setAccessible(true);
            create.invoke(null, api.getLong(null), level.getValue(), NAME);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "cannot retain the native environment: the JVM may crash if it exits while models are in use",
                    e);
        }
    }
}
