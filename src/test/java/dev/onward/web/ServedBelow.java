package dev.onward.web;

import dev.onward.app.Application;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The application in a server of this process, below a context path. */
final class ServedBelow implements AutoCloseable {

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

    static ServedBelow of(String contextPath) {
        ServedBelow served = new ServedBelow(contextPath);
        try {
            served.server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return served;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort() + application.getContextPath());
    }

    /** What paths are mapped to, but for what is the server's own. */
    List<Servlet> servlets() throws ServletException {
        List<Servlet> servlets = new ArrayList<>();
        for (ServletHolder holder : application.getServletHandler().getServlets()) {
            Servlet servlet = holder.getServlet();
            servlets.add(servlet instanceof ServletHolder.Wrapper wrapper ? wrapper.getWrapped() : servlet);
        }
        return servlets;
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
