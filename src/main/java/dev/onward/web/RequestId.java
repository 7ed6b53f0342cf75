package dev.onward.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What a request is called in the log, in errors and in its answer's header. */
final class RequestId {

    static final String HEADER = "X-Request-Id";

    private static final int LONGEST = 128;
    private static final String MARKS = "-._~:/+=@";

    private RequestId() {}

    /** As its sender calls it, if that can stand anywhere as it is; else a new one. */
    static String of(HttpServletRequest request) {
        String said = request.getHeader(HEADER);
        return isPlain(said) ? said : random();
    }

    /** No secret, and so made without the lock of the generator for secrets. */
    private static String random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private static boolean isPlain(@Nullable String said) {
        return said != null
                && !said.isEmpty()
                && said.length() <= LONGEST
                && said.chars().allMatch(c -> isLetterOrDigit(c) || MARKS.indexOf(c) >= 0);
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
