package dev.onward.settings;

/**
 * Names of the servlet context attributes through which the launcher and the application communicate. Each has its own
 * class loader, so the values have types of the JDK. Foreign containers neither set nor read them.
 */
public final class ContextAttributes {

    /**
     * The reason why the application cannot serve what its settings name, a string; empty if it can. A launcher that reports the
     * reason itself sets it to the empty string before the start. Otherwise the application logs the reason.
     */
    public static final String FAILURE = "dev.onward.failure";

    /** Present if the reason is a file or a name in the settings, rather than the machine. */
    public static final String INVALID_INPUT = "dev.onward.invalid-input";

    /** Present as soon as the launcher begins a graceful shutdown. */
    public static final String STOPPING = "dev.onward.stopping";

    /**
     * A {@link Runnable} that ends the process after the heap has been used up, set by the launcher. In a foreign
     * container, the process is not the application's to end.
     */
    public static final String OUT_OF_MEMORY = "dev.onward.out-of-memory";

    /**
     * A {@code BiFunction<Map<String, String>, Map<String, String>, String>} that the application sets when it starts.
     * A server calls it for each request that it rejects itself, so that the request appears in the access log and the
     * metrics, and the response has the format of errors at the path as it was sent, undecoded. It takes what is known
     * of the request by the keys {@code id} (the header X-Request-Id), {@code client}, {@code method}, {@code path} and
     * {@code nanos} (the time since its arrival), all optional, and the {@code status} and {@code detail} of the
     * response. It adds the headers of the response to the second map, and returns the body, to be sent in UTF-8.
     */
    public static final String REJECTION = "dev.onward.rejection";

    /**
     * An attribute of a request, not of the context: a {@link java.util.function.LongConsumer} that a server sets if it
     * can read the rest of a rejected body itself, after the response and without a thread. The application passes the
     * number of bytes to be read at most.
     */
    public static final String BODY_REST = "dev.onward.body-rest";

    /**
     * An attribute of a request, not of the context: present if the server limits its threads, so that large responses
     * should be sent asynchronously. Other containers are not known to support this well.
     */
    public static final String ASYNC_RESPONSES = "dev.onward.async-responses";

    /**
     * Present if a line of the access log is queued and never waited for, set by the launcher. In other servers, a log
     * may block.
     */
    public static final String QUEUED_ACCESS_LOG = "dev.onward.queued-access-log";

    /**
     * A {@code Predicate<String>} that the application sets when it starts: whether it is expected to answer a small
     * POST to this path, decoded and with the context path, so quickly and with so little memory that the thread of a
     * selector can do it.
     */
    public static final String QUICK_PATHS = "dev.onward.quick-paths";

    /**
     * An attribute of a request, not of the context: a {@link java.util.concurrent.Executor} that a server sets while a
     * thread handles the request that must not block. Before the application would block, it makes the request
     * asynchronous and passes what is left to do to the executor, once. The body of such a request has arrived, has a
     * Content-Length and no Content-Encoding.
     */
    public static final String HAND_OVER = "dev.onward.hand-over";

    private ContextAttributes() {}
}
