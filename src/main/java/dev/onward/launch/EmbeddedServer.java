package dev.onward.launch;

import dev.onward.settings.ContextAttributes;
import dev.onward.settings.Setting;
import dev.onward.settings.Settings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.resource.ResourceFactory;

/**
 * Jetty around the WAR, as any container would run it: the WAR's own web.xml is the only description there is. What
 * protects the application is in the WAR; the server adds only an orderly stop.
 */
final class EmbeddedServer {

    private static final System.Logger LOG = System.getLogger(EmbeddedServer.class.getName());

    private final Server server;
    private final ServerConnector connector;

    private EmbeddedServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /**
     * Starts serving.
     *
     * @param flags become context parameters, the place that the application looks at first
     * @param atExit gets what stops the server
     * @throws StartException if the address cannot be had, or the application could not start
     */
    static EmbeddedServer start(
            Settings settings, Map<Setting, String> flags, Path war, Path work, Deque<AutoCloseable> atExit) {
        Server server = new Server();
        ServerConnector connector = connector(server, settings);
        server.addConnector(connector);
        WebAppContext application = application(server, flags, war, work);
        server.setHandler(new GracefulHandler(application));
        server.setErrorHandler(new RefusedRequests());
        server.setStopTimeout(settings.drain().toMillis());
        bind(connector, settings);
        atExit.push(() -> stop(server, settings));
        try {
            server.start();
        } catch (Exception e) {
            throw new StartException("the server cannot start: " + e);
        }
        if (application.getContext().getAttribute(ContextAttributes.FAILURE) instanceof String failure
                && !failure.isEmpty()) {
            throw new StartException(failure);
        }
        atExit.push(() -> announceStop(application, settings));
        return new EmbeddedServer(server, connector);
    }

    /** @throws StartException if the address cannot be had now */
    static void tryAddress(Settings settings) {
        try (ServerConnector connector = connector(new Server(), settings)) {
            bind(connector, settings);
        }
    }

    /** Where a browser on this machine finds it. */
    String url() {
        String host = connector.getHost();
        boolean everywhere = host == null || host.equals("0.0.0.0") || host.equals("::");
        String name = everywhere ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
        return "http://" + name + ":" + connector.getLocalPort() + "/";
    }

    void join() throws InterruptedException {
        server.join();
    }

    private static ServerConnector connector(Server server, Settings settings) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        if (settings.forwarded()) {
            http.addCustomizer(new ForwardedRequestCustomizer());
        }
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        return connector;
    }

    private static WebAppContext application(Server server, Map<Setting, String> flags, Path war, Path work) {
        WebAppContext application = new WebAppContext();
        application.setContextPath("/");
        application.setWarResource(ResourceFactory.of(server).newResource(war));
        application.setTempDirectory(work.toFile());
        // The container's own servlets for files and JSP: the application has a route for everything.
        application.setDefaultsDescriptor(null);
        application.setAttribute(ContextAttributes.FAILURE, "");
        // An application that does not start is the end of this server, and not a page that says so.
        application.setThrowUnavailableOnStartupException(true);
        flags.forEach((setting, value) -> application.setInitParameter(setting.property(), value));
        return application;
    }

    /** Not ready for a while first, so that balancers send nothing more. */
    private static void announceStop(WebAppContext application, Settings settings) throws InterruptedException {
        application.getContext().setAttribute(ContextAttributes.STOPPING, true);
        TimeUnit.MILLISECONDS.sleep(settings.stopDelay().toMillis());
    }

    /** Answers what is under way, as long as it may. */
    private static void stop(Server server, Settings settings) throws Exception {
        if (server.isStarting()) {
            // Nothing is answered yet, and stopping would wait until every model is opened.
            return;
        }
        try {
            server.stop();
        } catch (TimeoutException e) {
            double seconds = settings.drain().toMillis() / 1000.0;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "requests were still under way after {0} s, and were cut off",
                    seconds);
        }
    }

    /** Before anything is loaded: a port that is taken should be told at once. */
    private static void bind(ServerConnector connector, Settings settings) {
        try {
            // Asked for its own sake: of a host that is not there, the connector says less.
            InetAddress.getByName(settings.host());
            connector.open();
        } catch (IOException e) {
            throw new StartException(explain(e, settings));
        }
    }

    private static String explain(IOException e, Settings settings) {
        Throwable cause = e.getCause() instanceof IOException ? e.getCause() : e;
        if (cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")) {
            return "port " + settings.port() + " on " + settings.host()
                    + " is in use by another program; choose another with --port (0 picks a free one)";
        }
        String reason =
                cause instanceof UnknownHostException ? "there is no such host" : String.valueOf(cause.getMessage());
        return "cannot listen on " + settings.host() + ", port " + settings.port() + ": " + reason;
    }
}
