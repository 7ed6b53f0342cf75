package dev.onward.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The native ONNX Runtime, loaded by whoever asks first. A class whose first use failed stays unusable, and later says
 * only that it is: so it is tried once, and what was found then is the answer to all.
 */
public final class NativeRuntime {

    private static final System.Logger LOG = System.getLogger(NativeRuntime.class.getName());
    private static final Loading LOADING = Unpacking.during(NativeRuntime::load);

    private NativeRuntime() {}

    /** What came of it: the environment, or why there is none. */
    private record Loading(
            Optional<OrtEnvironment> environment,
            String fault,
            @Nullable Throwable cause) {}

    /**
     * Its version, as the library says it.
     *
     * @throws NoRuntimeException if it cannot be loaded
     */
    public static String version() {
        return environment().getVersion();
    }

    /** @throws NoRuntimeException if it cannot be loaded, the same whenever it is asked */
    static OrtEnvironment environment() {
        return LOADING.environment.orElseThrow(() -> new NoRuntimeException(LOADING.fault, LOADING.cause));
    }

    private static Loading load(Unpacking unpacking) {
        try {
            // At any level but FATAL its logger is used after it was freed when something fails during the JVM's
            // shutdown, which crashes the process; and clients could flood the log.
            return new Loading(
                    Optional.of(OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "onward")),
                    "",
                    null);
        } catch (LinkageError | RuntimeException e) {
            Throwable cause = unpacking.fault().orElse(RuntimeFaults.root(e));
            LOG.log(System.Logger.Level.WARNING, "loading the native ONNX Runtime failed: " + cause);
            return new Loading(Optional.empty(), RuntimeFaults.explain(cause), cause);
        }
    }
}
