package dev.onward.launch.jetty;

import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.jspecify.annotations.Nullable;

/** The context of the web application in a server, which may be deployed and replaced while the server runs. */
final class ApplicationContext {

    private final Handler.Container server;

    /** The context that had an attribute last, since requests look for one that others found. */
    private volatile @Nullable ContextHandler last;

    /** @param server the server, or a handler above the context */
    ApplicationContext(Handler.Container server) {
        this.server = server;
    }

    /**
     * Returns an attribute of the context, which the application sees as an attribute of its servlet context. Empty if
     * no context has it, as before the application has started.
     *
     * @param name from {@link dev.onward.settings.ContextAttributes}
     */
    Optional<Object> attribute(String name) {
        ContextHandler found = last;
        Object value = found == null ? null : value(found, name);
        if (value != null) {
            return Optional.of(value);
        }
        for (ContextHandler context : server.getDescendants(ContextHandler.class)) {
            Object other = value(context, name);
            if (other != null) {
                last = context;
                return Optional.of(other);
            }
        }
        return Optional.empty();
    }

    private static @Nullable Object value(ContextHandler context, String name) {
        return context.isRunning() ? context.getContext().getAttribute(name) : null;
    }
}
