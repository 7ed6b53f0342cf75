package dev.onward;

import dev.onward.app.Application;
import java.net.URI;
import java.nio.file.Path;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The application in a server of this process, below a context path. */
public final class ServedBelow implements AutoCloseable {

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final ServletContextHandler application;

    private ServedBelow(String contextPath) {
        application = new ServletContextHandler(contextPath);
        application.setBaseResourceAsPath(Path.of("webapp").toAbsolutePath());
        application.setInitParameter("onward.model", "model.onnx");
        application.addEventListener(new Application());
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(application);
    }

    public static ServedBelow of(String contextPath) {
        ServedBelow served = new ServedBelow(contextPath);
        try {
            served.server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return served;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort() + application.getContextPath());
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
