package dev.onward.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The native session. Any number of threads may run it at once; closing waits for them, since the runtime crashes the
 * process when a session is closed during a run.
 */
public final class Session implements AutoCloseable {

    private static final long CLOSE_TIMEOUT_SECONDS = 30;
    private static final System.Logger LOG = System.getLogger(Session.class.getName());

    /** So that the time that a loop is given is for a number of rows that it can answer in it. */
    private static final int MAX_ROWS_WITH_LOOPS = 100;

    private final OrtSession session;
    private final boolean loops;
    private final ReadWriteLock life = new ReentrantReadWriteLock();
    private boolean closed;

    private Session(OrtSession session, boolean loops) {
        this.session = session;
        this.loops = loops;
    }

    /**
     * A session that answers, and computes in advance what depends on constants alone.
     *
     * @param model an ONNX file with all its data in it, which nothing but the runtime checks any more
     * @param loops whether the graph has loops, of which nothing tells that they end
     * @param foreign where operators come from that the runtime does not have
     * @param origin where the model comes from, to begin messages with
     * @throws ModelException if the runtime cannot be loaded on this machine, or does not take the model
     */
    public static Session open(byte[] model, boolean loops, List<String> foreign, String origin) {
        return new Session(create(model, OrtSession.SessionOptions.OptLevel.ALL_OPT, foreign, origin), loops);
    }

    /**
     * A session that is only to say of what types and shapes its outputs are: nothing is computed in advance.
     *
     * @throws ModelException as {@link #open} does
     */
    public static Session measure(byte[] model, List<String> foreign, String origin) {
        return new Session(create(model, OrtSession.SessionOptions.OptLevel.NO_OPT, foreign, origin), false);
    }

    private static OrtSession create(
            byte[] model, OrtSession.SessionOptions.OptLevel level, List<String> foreign, String origin) {
        // First of all: nothing else of the runtime can be touched before it is loaded.
        OrtEnvironment environment = environment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(level);
            // The runtime knows a format of its own by a few bytes, which a file that passed every check may hold too.
            options.addConfigEntry("session.load_model_format", "ONNX");
            // Tabular models take microseconds: threads of the session's own would only wait, and spin while waiting.
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            return environment.createSession(model, options);
        } catch (OrtException e) {
            throw new ModelException(origin + ": " + reason(line(e), foreign), e);
        }
    }

    /** The runtime's own words for operators that it does not have are long, and name only the first. */
    private static String reason(String said, List<String> foreign) {
        return foreign.isEmpty()
                ? NativeErrors.locale(said).orElse("the ONNX Runtime does not take this model: " + said)
                : "needs operators of " + String.join(", ", foreign) + ", which the ONNX Runtime does not have";
    }

    /** What the runtime says, which may be several lines, as one. */
    private static String line(OrtException e) {
        return String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /**
     * In which tensors are made.
     *
     * @throws RuntimeUnavailableException if the runtime cannot be loaded on this machine
     */
    public static OrtEnvironment environment() {
        return NativeRuntime.environment();
    }

    /** What the graph says about itself; not for use after closing. */
    public OrtSession graph() {
        return session;
    }

    /**
     * Runs the graph and reads those of its outputs, which are freed afterwards.
     *
     * @param inputs by name; they stay the caller's to close
     * @param reader called once, before anything is freed
     * @throws RunException if the graph fails on this input
     * @throws IllegalStateException if the session is closed, or the graph has loops and they do not end in time
     */
    public <T> T run(Map<String, OnnxTensor> inputs, Set<String> outputs, OutputReader<T> reader) {
        life.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the model is closed");
            }
            return loops ? limited(inputs, outputs, reader) : run(inputs, outputs, null, reader);
        } catch (OrtException e) {
            throw new RunException("the model failed: " + e.getMessage(), e);
        } finally {
            life.readLock().unlock();
        }
    }

    private <T> T limited(Map<String, OnnxTensor> inputs, Set<String> outputs, OutputReader<T> reader)
            throws OrtException {
        try (RunLimit limit = RunLimit.start()) {
            try {
                return run(inputs, outputs, limit.options(), reader);
            } catch (OrtException e) {
                if (limit.reason().isEmpty()) {
                    throw e;
                }
                throw new RunLimitException("its graph " + limit.reason(), e);
            }
        }
    }

    private <T> T run(
            Map<String, OnnxTensor> inputs,
            Set<String> outputs,
            OrtSession.@Nullable RunOptions options,
            OutputReader<T> reader)
            throws OrtException {
        try (OrtSession.Result result = session.run(inputs, outputs, options)) {
            return reader.read(result);
        }
    }

    /** How many rows it is to be asked in one run at most. */
    public int maxRowsPerRun() {
        return loops ? MAX_ROWS_WITH_LOOPS : Integer.MAX_VALUE;
    }

    /** Closes the session after its last run. One that does not end in time is left open: a leak, and not a crash. */
    @Override
    public void close() {
        try {
            if (!life.writeLock().tryLock(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "a model was still running after {0} s and stays open",
                        CLOSE_TIMEOUT_SECONDS);
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            if (!closed) {
                closed = true;
                session.close();
            }
        } catch (OrtException e) {
            LOG.log(System.Logger.Level.WARNING, "a model could not be closed", e);
        } finally {
            life.writeLock().unlock();
        }
    }

    /** Copies what is needed out of the native outputs. */
    public interface OutputReader<T> {
        /** What it returns must hold nothing of the result, which is freed next. */
        T read(OrtSession.Result result) throws OrtException;
    }
}
