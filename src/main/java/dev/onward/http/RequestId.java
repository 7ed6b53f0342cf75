package dev.onward.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The identifier of a request in the log, in errors and in a header of the response. */
final class RequestId {

    static final String HEADER = "X-Request-Id";

    private static final String ATTRIBUTE = RequestId.class.getName();

    private static final int MAX_LENGTH = 128;
    private static final String MARKS = "-._~:/+=@";

    private RequestId() {}

    /**
     * The sender's identifier if it needs no escaping anywhere, otherwise a new one. A request keeps it when the
     * container dispatches its error.
     */
    static String of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof String id) {
            return id;
        }
        String id = of(request.getHeader(HEADER));
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    /** The declared identifier if it needs no escaping anywhere, else a new one. */
    static String of(@Nullable String declared) {
        return declared != null && isPlain(declared) ? declared : random();
    }

    /** Returns whether the request has reached the application before, so that this is the dispatch of its error. */
    static boolean isKnown(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) != null;
    }

    /** The identifier is not a secret, so it does not need a secure generator, which would take a lock. */
    private static String random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private static boolean isPlain(@Nullable String text) {
        return text != null
                && !text.isEmpty()
                && text.length() <= MAX_LENGTH
                && text.chars().allMatch(c -> isLetterOrDigit(c) || MARKS.indexOf(c) >= 0);
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
