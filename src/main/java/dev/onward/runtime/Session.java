package dev.onward.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A native session. Thread-safe: any number of threads may run it at once. Closing waits for them, because closing a
 * native session during a run crashes the process.
 */
public final class Session implements AutoCloseable {

    private static final long CLOSE_TIMEOUT_SECONDS = 30;
    private static final System.Logger LOG = System.getLogger(Session.class.getName());

    /** A loop over this many rows finishes within the time that {@link RunLimit} allows. */
    private static final int MAX_ROWS_WITH_LOOPS = 100;

    /** Kinds of runs with kept tensors: one for tables, and some for the tensors that clients send. */
    private static final int MAX_KEPT = 4;

    private final OrtSession session;
    private final boolean loops;
    private final ReadWriteLock life = new ReentrantReadWriteLock();
    private final List<KeptTensors> kept = new CopyOnWriteArrayList<>();
    private boolean closed;

    private Session(OrtSession session, boolean loops) {
        this.session = session;
        this.loops = loops;
    }

    /**
     * Opens a session for predictions, with all optimizations.
     *
     * @param model an ONNX file with all its data; it must have passed the checks of {@code onnx.guard}
     * @param loops whether the graph has loops, whose runs are limited in time and memory
     * @param foreign the operator domains that the runtime does not have
     * @param origin the origin of the model, with which messages begin
     * @throws ModelException if the runtime cannot be loaded on this machine or cannot load the model
     */
    public static Session open(byte[] model, boolean loops, List<String> foreign, String origin) {
        return new Session(create(model, OrtSession.SessionOptions.OptLevel.ALL_OPT, foreign, origin), loops);
    }

    /**
     * Opens a session that only reports the types and shapes of its outputs: without optimizations, so that nothing is
     * computed.
     *
     * @throws ModelException as {@link #open} does
     */
    public static Session measure(byte[] model, List<String> foreign, String origin) {
        return new Session(create(model, OrtSession.SessionOptions.OptLevel.NO_OPT, foreign, origin), false);
    }

    private static OrtSession create(
            byte[] model, OrtSession.SessionOptions.OptLevel level, List<String> foreign, String origin) {
        // First, because no other class of the runtime works before it is loaded.
        OrtEnvironment environment = environment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(level);
            // The runtime recognises its own format by a few bytes, which a checked ONNX file may contain as well.
            options.addConfigEntry("session.load_model_format", "ONNX");
            // Tabular models take microseconds: a thread pool of the session would only spin while it waits.
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            return environment.createSession(model, options);
        } catch (OrtException e) {
            throw new ModelException(origin + ": " + reason(line(e), foreign), e);
        }
    }

    /** The reason of a failure. The runtime's own message about missing operators is long and names only the first. */
    private static String reason(String message, List<String> foreign) {
        return foreign.isEmpty()
                ? NativeErrors.locale(message)
                        .orElse("ONNX Runtime cannot load this model: " + message
                                + "; export it again, with an older operator set if the message names one")
                : "needs operators from " + String.join(", ", foreign) + ", which ONNX Runtime does not support; export"
                        + " the model with standard operators only";
    }

    /** The message of the exception on one line. */
    private static String line(OrtException e) {
        return String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /**
     * The environment in which tensors are created.
     *
     * @throws RuntimeUnavailableException if the runtime cannot be loaded on this machine
     */
    public static OrtEnvironment environment() {
        return NativeRuntime.environment();
    }

    /** The native session, for reading the graph's declarations; must not be used after closing. */
    public OrtSession graph() {
        return session;
    }

    /**
     * Runs the graph and reads its outputs.
     *
     * @param inputs by name; closed by the caller
     * @param outputs names of the outputs to compute
     * @param reader called once, before the outputs are freed
     * @throws RunException if the graph fails on this input
     * @throws IllegalStateException if the session is closed, or a graph with loops exceeded its time or memory
     */
    public <T> T run(Map<String, OnnxTensor> inputs, Set<String> outputs, OutputReader<T> reader) {
        return run(options -> {
            try (OrtSession.Result result = session.run(inputs, outputs, options)) {
                return reader.read(result);
            }
        });
    }

    /**
     * Runs the graph on kept tensors.
     *
     * @throws RunException if the graph fails on this input, or its outputs have other types or shapes
     * @throws IllegalStateException as {@link #run(Map, Set, OutputReader)} does
     */
    public <T> T run(KeptTensors tensors, KeptTensors.InputWriter writer, KeptTensors.OutputReader<T> reader) {
        return run(options -> tensors.run(session, options, writer, reader));
    }

    /**
     * Creates kept tensors for runs that are like a run in progress. Only for a few kinds of runs: the memory stays
     * allocated until the session is closed.
     *
     * @param inputs of that run
     * @param names of the outputs that it was asked for, in the order in which they will be read
     * @param outputs of that run
     * @return empty if such tensors cannot be kept, or are kept already
     */
    public Optional<KeptTensors> keep(
            Map<String, OnnxTensor> inputs, Collection<String> names, OrtSession.Result outputs) {
        synchronized (kept) {
            Optional<KeptTensors> tensors =
                    kept.size() < MAX_KEPT ? KeptTensors.of(inputs, names, outputs) : Optional.empty();
            if (tensors.isPresent() && kept.stream().noneMatch(tensors.get()::isLike)) {
                kept.add(tensors.get());
                return tensors;
            }
            return Optional.empty();
        }
    }

    /** The kept tensors for a run on these inputs that is asked for these outputs. */
    Optional<KeptTensors> kept(Map<String, Tensor> inputs, List<String> outputs) {
        for (KeptTensors tensors : kept) {
            if (tensors.fit(inputs, outputs)) {
                return Optional.of(tensors);
            }
        }
        return Optional.empty();
    }

    /** The elements of a tensor of text, row-major. */
    static String[] texts(OnnxTensor tensor) throws OrtException {
        List<String> texts = new ArrayList<>();
        if (tensor.getInfo().getNumElements() > 0) {
            flatten(tensor.getValue(), texts);
        }
        return texts.toArray(new String[0]);
    }

    /** Collects text from nested arrays, one level per dimension. */
    private static void flatten(Object value, List<String> texts) {
        if (value instanceof Object[] values) {
            for (Object part : values) {
                flatten(part, texts);
            }
        } else {
            texts.add((String) value);
        }
    }

    private interface Run<T> {
        T with(OrtSession.@Nullable RunOptions options) throws OrtException;
    }

    private <T> T run(Run<T> run) {
        life.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the model is closed");
            }
            return loops ? limited(run) : run.with(null);
        } catch (OrtException e) {
            throw new RunException("the model failed: " + e.getMessage(), e);
        } finally {
            life.readLock().unlock();
        }
    }

    private static <T> T limited(Run<T> run) throws OrtException {
        try (RunLimit limit = RunLimit.start()) {
            try {
                return run.with(limit.options());
            } catch (OrtException e) {
                if (limit.reason().isEmpty()) {
                    throw e;
                }
                throw new IllegalStateException("its graph " + limit.reason().get(), e);
            }
        }
    }

    /** Checks whether the graph has loops, whose runs are limited in time and memory. */
    public boolean hasLoops() {
        return loops;
    }

    /** The number of rows that one run may have. */
    public int maxRowsPerRun() {
        return loops ? MAX_ROWS_WITH_LOOPS : Integer.MAX_VALUE;
    }

    /**
     * Closes the session after its last run. If a run does not end in time, the session stays open: a leak rather than
     * a crash.
     */
    @Override
    public void close() {
        try {
            if (!life.writeLock().tryLock(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "a model is still running after {0} s; its session stays open",
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
                kept.forEach(KeptTensors::close);
                session.close();
            }
        } catch (OrtException e) {
            LOG.log(System.Logger.Level.WARNING, "could not close a model", e);
        } finally {
            life.writeLock().unlock();
        }
    }

    /** Copies values out of the native outputs. */
    public interface OutputReader<T> {
        /** The returned value must not refer to the result, which is freed afterwards. */
        T read(OrtSession.Result result) throws OrtException;
    }
}
