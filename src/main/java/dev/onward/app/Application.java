package dev.onward.app;

import dev.onward.ops.ApiDocs;
import dev.onward.ops.Health;
import dev.onward.ops.OpsRoutes;
import dev.onward.ops.Scrape;
import dev.onward.page.PageRoutes;
import dev.onward.predict.PredictRoutes;
import dev.onward.protocol.mlflow.KserveRoutes;
import dev.onward.protocol.mlflow.MlflowRoutes;
import dev.onward.protocol.oip.OipRoutes;
import dev.onward.repository.Catalogue;
import dev.onward.repository.ModelRepository;
import dev.onward.runtime.RuntimeUnavailableException;
import dev.onward.serving.Slice;
import dev.onward.settings.ContextAttributes;
import dev.onward.settings.Settings;
import dev.onward.settings.SettingsException;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The web application. At startup it builds everything and registers the servlet; at shutdown it closes everything.
 * {@link #slices} lists the slices.
 */
public class Application implements ServletContextListener {

    private static final Logger LOG = System.getLogger(Application.class.getName());

    /** The oldest major version of the Servlet API with which the application is tested. */
    private static final int OLDEST_SERVLETS = 6;

    private Optional<Wiring> running = Optional.empty();

    /**
     * Starts the application. If the start fails, no exception is thrown; the application runs without a model, and
     * readiness gives the reason.
     */
    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        if (context.getMajorVersion() < OLDEST_SERVLETS) {
            LOG.log(
                    Level.WARNING,
                    "this container has Servlet " + context.getMajorVersion() + "." + context.getMinorVersion()
                            + ", but Onward is tested with Servlet 6.0 and newer; use Tomcat 10.1, Jetty 12 or java -jar"
                            + " onward.war");
        }
        Settings settings = Settings.fallback();
        ModelRepository models;
        try {
            settings = ContextSettings.read(context);
            models = StartupModels.open(context, settings);
            if (settings.model().isPresent() || settings.models().isPresent()) {
                context.setAttribute(ContextAttributes.INVALID_INPUT, true);
            }
        } catch (SettingsException | RuntimeUnavailableException e) {
            models = ModelRepository.failed(String.valueOf(e.getMessage()));
        }
        report(context, models.catalogue(), settings.models());
        Wiring wiring = new Wiring(context, models, settings);
        running = Optional.of(wiring);
        List<Slice> slices = slices(wiring);
        wiring.register(context, slices);
        wiring.warmUp(slices);
    }

    /**
     * Stops the application. Predictions may still run when a container calls this, and the runtime crashes if it is
     * closed during a prediction. A launcher that announced the shutdown has already waited for them.
     */
    @Override
    public void contextDestroyed(ServletContextEvent event) {
        boolean hasWaited = isStopping(event.getServletContext());
        running.ifPresent(wiring -> wiring.close(hasWaited));
    }

    /** Every slice of the application. A new protocol is one package and one line here. */
    protected List<Slice> slices(Wiring wiring) {
        return List.of(
                PageRoutes.slice(
                        wiring.models(),
                        wiring.leases(),
                        wiring.settings(),
                        wiring.errors(),
                        wiring.templates(),
                        wiring.files()),
                PredictRoutes.slice(wiring.leases(), wiring.settings(), wiring.errors()),
                MlflowRoutes.slice(wiring.leases(), wiring.settings()),
                KserveRoutes.slice(wiring.models(), wiring.leases(), wiring.settings()),
                OipRoutes.slice(
                        wiring.models(), wiring.leases(), wiring.readiness(), wiring.settings(), wiring.version()),
                OpsRoutes.slice(
                        new Health(wiring.models(), wiring.readiness(), wiring::notes, wiring.version()),
                        new Scrape(wiring.metrics(), wiring.settings().metrics()),
                        new ApiDocs(wiring.api(), wiring.templates()),
                        wiring.errors()));
    }

    static boolean isStopping(ServletContext context) {
        return context.getAttribute(ContextAttributes.STOPPING) != null;
    }

    /**
     * Reports to a launcher, which then exits, why the models that the settings name cannot be served. Otherwise, logs
     * it. Models may be added to a folder later, so a launcher is told only of a folder that cannot be read, and of a
     * default model that no file is named after.
     */
    private static void report(ServletContext context, Catalogue catalogue, Optional<Path> folder) {
        boolean hasLauncher = context.getAttribute(ContextAttributes.FAILURE) != null;
        boolean mayAppear =
                folder.filter(Files::isDirectory).filter(Files::isReadable).isPresent()
                        && !catalogue.isDefaultMisnamed();
        Optional<String> reason = catalogue.notReadyReason();
        if (hasLauncher && !mayAppear) {
            context.setAttribute(ContextAttributes.FAILURE, reason.orElse(""));
            return;
        }
        if (reason.isPresent()) {
            LOG.log(Level.ERROR, "not ready: " + reason.get());
        }
        for (String other : catalogue.unserved().values()) {
            if (reason.isEmpty() || !reason.get().contains(other)) {
                LOG.log(Level.WARNING, other);
            }
        }
    }
}
