package dev.onward.launch.jetty;

import java.util.Objects;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.ContextHandler;

/** The context of the web application in a server, which may be deployed and replaced while the server runs. */
final class ApplicationContext {

    private final Handler.Container server;

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
        return server.getDescendants(ContextHandler.class).stream()
                .map(context -> context.getContext().getAttribute(name))
                .filter(Objects::nonNull)
                .findFirst();
    }
}
