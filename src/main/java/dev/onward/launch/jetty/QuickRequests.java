package dev.onward.launch.jetty;

import dev.onward.settings.ContextAttributes;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;

/**
 * The requests that the thread of a selector passes to the application itself, because the application answers them in
 * less time than it takes to hand them to another thread.
 */
final class QuickRequests {

    /** In bytes: some rows, or one of a hundred features. */
    private static final int MAX_BODY = 4 * 1024;

    /**
     * The requests of one connection that a thread may pass on without one of another connection in between. A client
     * that sends without waiting for its answers would otherwise keep the thread from all others.
     */
    private static final int MAX_IN_A_ROW = 16;

    private static final ThreadLocal<Turn> TURNS = ThreadLocal.withInitial(Turn::new);

    private final ApplicationContext application;

    QuickRequests(ApplicationContext application) {
        this.application = application;
    }

    /** The connection whose requests a thread passed on last. */
    private static final class Turn {

        private int connection;
        private int count;

        boolean add(Request request) {
            int identity =
                    System.identityHashCode(request.getConnectionMetaData().getConnection());
            count = identity == connection ? count + 1 : 1;
            connection = identity;
            if (count > MAX_IN_A_ROW) {
                count = 0;
            }
            return count > 0;
        }
    }

    /** @param request whose body has arrived */
    boolean contains(Request request) {
        long length = request.getLength();
        return length > 0
                && length <= MAX_BODY
                && HttpMethod.POST.is(request.getMethod())
                && !request.getHeaders().contains(HttpHeader.CONTENT_ENCODING)
                && isQuickPath(Request.getPathInContext(request))
                && TURNS.get().add(request);
    }

    @SuppressWarnings("unchecked") // The attribute's description says so.
    private boolean isQuickPath(String path) {
        return application.attribute(ContextAttributes.QUICK_PATHS).orElse(null) instanceof Predicate<?> paths
                && ((Predicate<String>) paths).test(path);
    }
}
