package dev.onward.launch;

import dev.onward.launch.jetty.IntakeHandler;
import dev.onward.launch.jetty.ServerErrorHandler;
import dev.onward.settings.ContextAttributes;
import dev.onward.settings.Setting;
import dev.onward.settings.Settings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.webapp.Configuration;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.ee10.webapp.WebInfConfiguration;
import org.eclipse.jetty.ee10.webapp.WebXmlConfiguration;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.resource.ResourceFactory;

/**
 * Jetty with the web application in it, deployed by its {@code web.xml} as in any servlet container. What protects the
 * application is in the WAR; the server adds only the protection from slow clients and the graceful shutdown.
 */
public final class EmbeddedServer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(EmbeddedServer.class.getName());

    /** The exit code of a JVM with -XX:+ExitOnOutOfMemoryError. */
    private static final int OUT_OF_MEMORY_STATUS = 3;

    /**
     * Connections that the system holds until the acceptor takes them. When the queue is full, the system drops what
     * arrives and the client tries again after 1, 3 and 7 s. The default of the JDK is 50, which a few hundred clients
     * that connect at the same time fill. The system may have a lower limit (on Linux, net.core.somaxconn: 4096).
     */
    private static final int ACCEPT_QUEUE_SIZE = 1_024;

    /** Their threads answer quick requests, so that one of them would use one processor only. */
    private static final int SELECTORS = Math.max(2, Runtime.getRuntime().availableProcessors() / 2);

    /** The property of Jetty for the number of references in a cache line; 16 is the number in most JVMs. */
    private static final String REFERENCES = "org.eclipse.jetty.util.referencesPerCacheLine";

    static {
        // Without it, Jetty asks the JVM's management, which takes long to start.
        System.setProperty(REFERENCES, System.getProperty(REFERENCES, "16"));
    }

    private final Settings settings;
    private final Server server = new Server();
    private final ServerConnector connector;
    private final WebAppContext application;
    private volatile boolean isServing;

    private EmbeddedServer(Settings settings, Map<Setting, String> flags, Path webResource, Path work) {
        this.settings = settings;
        connector = connector(server, settings);
        application = application(server, flags, webResource, work);
        server.addConnector(connector);
        IntakeHandler intake = new IntakeHandler(settings);
        intake.setHandler(application);
        server.setHandler(new GracefulHandler(intake));
        server.setErrorHandler(new ServerErrorHandler(server));
        server.setStopTimeout(settings.drain().toMillis());
    }

    /**
     * Creates a server that does not listen and has not read the application yet.
     *
     * @param settings for the server itself: address, forwarded headers, graceful shutdown
     * @param flags become context parameters, where the application looks for its settings first
     * @param webResource the WAR, or a folder with the same content; classes that it does not contain are loaded from
     *     the class path
     * @param work a folder for temporary files
     */
    public static EmbeddedServer create(Settings settings, Map<Setting, String> flags, Path webResource, Path work) {
        return new EmbeddedServer(settings, Map.copyOf(flags), webResource, work);
    }

    /**
     * Starts listening and starts the application. Returns when the models are open and requests are served.
     *
     * @throws StartException if the address is not available, the application cannot start, or the settings name a
     *     model or a folder that cannot be served
     */
    public void start() {
        bind(connector, settings);
        try {
            server.start();
        } catch (Exception e) {
            throw StartException.ofMachine("the server cannot start: " + e);
        }
        if (application.getContext().getAttribute(ContextAttributes.FAILURE) instanceof String failure
                && !failure.isEmpty()) {
            throw application.getContext().getAttribute(ContextAttributes.INVALID_INPUT) == null
                    ? StartException.ofMachine(failure)
                    : StartException.ofInput(failure);
        }
        isServing = true;
    }

    /** @throws StartException if the address is not available now */
    static void checkAddress(Settings settings) {
        try (ServerConnector connector = connector(new Server(), settings)) {
            bind(connector, settings);
        }
    }

    /** The address for a browser on this machine, with the port that the server listens on. */
    public String url() {
        String host = connector.getHost();
        boolean everywhere = host == null || host.equals("0.0.0.0") || host.equals("::");
        String name = everywhere ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
        return "http://" + name + ":" + connector.getLocalPort() + "/";
    }

    /** Waits until the server has stopped. */
    void join() throws InterruptedException {
        server.join();
    }

    /**
     * Shuts down gracefully: readiness fails for the stop delay, so that load balancers send no more requests; then the
     * server stops listening, and requests in flight have the drain timeout to finish. Returns at once while the server
     * is starting, because stopping it would wait until every model is open.
     */
    @Override
    public void close() {
        if (server.isStarting()) {
            return;
        }
        try {
            if (isServing) {
                isServing = false;
                application.getContext().setAttribute(ContextAttributes.STOPPING, true);
                TimeUnit.MILLISECONDS.sleep(settings.stopDelay().toMillis());
            }
            server.stop();
        } catch (TimeoutException e) {
            double seconds = settings.drain().toMillis() / 1000.0;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "requests were still in flight after {0} s of graceful shutdown and were aborted",
                    seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "the server did not stop cleanly", e);
        }
    }

    private static ServerConnector connector(Server server, Settings settings) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        if (settings.forwarded()) {
            http.addCustomizer(new ForwardedRequestCustomizer());
        }
        ServerConnector connector = new ServerConnector(server, -1, SELECTORS, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setAcceptQueueSize(ACCEPT_QUEUE_SIZE);
        return connector;
    }

    private static WebAppContext application(Server server, Map<Setting, String> flags, Path webResource, Path work) {
        // Without sessions and users, which the application does not have, and which would cost time at each request.
        WebAppContext application = new WebAppContext(
                null,
                null,
                null,
                null,
                new ErrorPageErrorHandler(),
                WebAppContext.NO_SESSIONS | WebAppContext.NO_SECURITY);
        application.setContextPath("/");
        application.setWarResource(ResourceFactory.of(server).newResource(webResource));
        application.setTempDirectory(work.toFile());
        // Leaves out the container's own servlets for files and JSP, because the application handles every path.
        application.setDefaultsDescriptor(null);
        // Others would search the libraries, which contain nothing that the container would use.
        application.setConfigurations(new Configuration[] {new WebInfConfiguration(), new WebXmlConfiguration()});
        application.setAttribute(ContextAttributes.FAILURE, "");
        application.setAttribute(ContextAttributes.OUT_OF_MEMORY, (Runnable) EmbeddedServer::endOutOfMemory);
        application.setAttribute(ContextAttributes.QUEUED_ACCESS_LOG, true);
        // Fails the start of the server instead of answering every request with an error page.
        application.setThrowUnavailableOnStartupException(true);
        flags.forEach((setting, value) -> application.setInitParameter(setting.property(), value));
        return application;
    }

    /** Ends the process at once: shutdown hooks, and even the message, might not get the memory that they need. */
    static void endOutOfMemory() {
        try {
            System.err.println("onward: out of memory, exiting with status 3; choose a larger heap with java -Xmx");
        } finally {
            Runtime.getRuntime().halt(OUT_OF_MEMORY_STATUS);
        }
    }

    /** Opens the port before anything is loaded, so that a port in use is reported at once. */
    private static void bind(ServerConnector connector, Settings settings) {
        try {
            // Resolved here because the connector's message for an unknown host is less clear.
            InetAddress.getByName(settings.host());
            connector.open();
        } catch (IOException e) {
            throw StartException.ofMachine(explain(e, settings));
        }
    }

    private static String explain(IOException e, Settings settings) {
        Throwable cause = e.getCause() instanceof IOException ? e.getCause() : e;
        if (cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")) {
            return "port " + settings.port() + " on " + settings.host()
                    + " is in use by another program; choose another port with --port (0 picks a free one)";
        }
        String reason = cause instanceof UnknownHostException ? "unknown host" : String.valueOf(cause.getMessage());
        return "cannot listen on " + settings.host() + ", port " + settings.port() + ": " + reason;
    }
}
