package dev.onward.app;

import dev.onward.compute.ComputePermits;
import dev.onward.http.AccessLog;
import dev.onward.http.ApiKeys;
import dev.onward.http.ErrorFilter;
import dev.onward.http.FrontServlet;
import dev.onward.http.Handler;
import dev.onward.http.InFlightRequests;
import dev.onward.http.RequestObserver;
import dev.onward.http.Router;
import dev.onward.metrics.Metrics;
import dev.onward.metrics.Metrics.Gauges;
import dev.onward.model.Model;
import dev.onward.model.card.ModelCard;
import dev.onward.onnx.guard.GuardLimits;
import dev.onward.openapi.Access;
import dev.onward.openapi.ApiDescription;
import dev.onward.ops.OpsRoutes;
import dev.onward.page.PageRoutes;
import dev.onward.predict.PredictRoutes;
import dev.onward.protocol.mlflow.KserveRoutes;
import dev.onward.protocol.mlflow.MlflowRoutes;
import dev.onward.protocol.oip.OipRoutes;
import dev.onward.repository.Catalogue;
import dev.onward.repository.ModelRepository;
import dev.onward.repository.ModelRepository.FileOptions;
import dev.onward.runtime.ModelException;
import dev.onward.runtime.NativeRuntime;
import dev.onward.runtime.NoRuntimeException;
import dev.onward.serving.Slice;
import dev.onward.settings.ContextAttributes;
import dev.onward.settings.Setting;
import dev.onward.settings.Settings;
import dev.onward.settings.SettingsException;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/**
 * The web application: builds everything at its start, registers the servlet, closes everything at its end. The slices stand
 * in {@link #slices}, a line each.
 */
public class Application implements ServletContextListener {

    private static final Logger LOG = System.getLogger(Application.class.getName());
    private static final String SHIPPED_MODEL = "/WEB-INF/model.onnx";

    private Optional<Running> running = Optional.empty();

    /** The parts that have to be stopped. */
    private record Running(
            ModelRepository models, ComputePermits permits, InFlightRequests requests, Settings settings) {}

    /**
     * Starts the application. A start that fails is not thrown: the application then runs without a model and gives the
     * reason at readiness.
     */
    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        Settings settings = Settings.closed();
        ModelRepository models;
        try {
            settings = ContextSettings.read(context);
            loadRuntime();
            models = models(context, settings);
        } catch (SettingsException | NoRuntimeException e) {
            models = ModelRepository.failed(String.valueOf(e.getMessage()));
        }
        report(context, models.catalogue(), settings.models().isPresent());
        ComputePermits permits = new ComputePermits(settings.concurrency(), settings.concurrencyWait());
        Running started = new Running(models, permits, new InFlightRequests(), settings);
        running = Optional.of(started);
        register(context, started);
    }

    /**
     * Stops the application. Predictions may still run when a container calls this, and the runtime crashes if it is closed
     * under them. A launcher that announced the shutdown has waited for them already.
     */
    @Override
    public void contextDestroyed(ServletContextEvent event) {
        boolean waited = isStopping(event.getServletContext());
        running.ifPresent(stopping -> {
            Duration drain = stopping.settings().drain();
            stopping.permits().close();
            if (!stopping.requests().drain(waited ? Duration.ZERO : drain)) {
                LOG.log(Level.WARNING, "requests were still in flight after {0} s", drain.toMillis() / 1000.0);
            }
            stopping.models().close();
        });
    }

    /** Every slice of the application. A new protocol is one package and one line here. */
    protected List<Slice> slices(Wiring wiring) {
        return List.of(
                PredictRoutes.slice(wiring.models(), wiring.settings(), wiring.errors()),
                PageRoutes.slice(
                        wiring.models(), wiring.settings(), wiring.errors(), wiring.templates(), wiring.files()),
                OipRoutes.slice(wiring.models(), wiring.readiness(), wiring.settings(), wiring.version()),
                MlflowRoutes.slice(wiring.models(), wiring.settings(), wiring.errors()),
                KserveRoutes.slice(wiring.models(), wiring.settings()));
    }

    private void register(ServletContext context, Running started) {
        Settings settings = started.settings();
        Wiring wiring = new Wiring(context, started.models(), settings);
        ComputePermits permits = started.permits();
        InFlightRequests requests = started.requests();
        Metrics metrics = new Metrics(
                wiring.version(),
                started.models()::catalogue,
                new Gauges(() -> wiring.readiness().reason().isEmpty(), requests::count, permits::rejected));
        List<Slice> slices = new ArrayList<>(slices(wiring));
        slices.add(OpsRoutes.slice(wiring.models(), wiring.readiness(), metrics, settings.metrics(),
                new ApiDescription(wiring.models(), wiring.version(), access(settings)), wiring.errors(), wiring.templates(), wiring.version()));
        Router router = new Router(
                slices.stream().map(Slice::routes).toList(),
                new ApiKeys(settings.apiKeys())::require,
                handler -> computing(permits, handler));
        List<RequestObserver> observers = new ArrayList<>(List.of(counting(metrics)));
        if (settings.accessLog()) {
            observers.add(new AccessLog());
        }
        ErrorFilter errors = new ErrorFilter(new ErrorMapping(context.getContextPath())::map, settings);
        ServletRegistration.Dynamic servlet =
                context.addServlet("onward", new FrontServlet(router, errors, requests, observers));
        servlet.addMapping("/*");
        servlet.setMultipartConfig(multipart(settings));
    }

    /** The handler, for as many requests at once as there are permits. */
    private static Handler computing(ComputePermits permits, Handler handler) {
        return request -> {
            request.recordPrediction();
            ComputePermits.Permit permit = permits.acquire();
            try (permit) {
                handler.handle(request);
            }
        };
    }

    private static RequestObserver counting(Metrics metrics) {
        return (request, status, nanos) -> {
            metrics.request(request.route(), status, nanos);
            if (request.isPrediction()) {
                int outcome = request.isTruncated() ? 500 : status;
                request.model().ifPresent(model -> metrics.prediction(model.name(), outcome, nanos, request.rows()));
            }
        };
    }

    /** A file under the threshold stays in memory; a larger one is stored in the spool folder. */
    private static MultipartConfigElement multipart(Settings settings) {
        return new MultipartConfigElement(
                settings.spoolFolder().toAbsolutePath().toString(), settings.csvLimit(), settings.csvLimit(), 1 << 16);
    }

    private static Access access(Settings settings) {
        Access.Metrics readers =
                switch (settings.metrics()) {
                    case OPEN -> Access.Metrics.ANYONE;
                    case KEY -> Access.Metrics.KEYED;
                    case OFF -> Access.Metrics.NOBODY;
                };
        return new Access(!settings.apiKeys().isEmpty(), readers);
    }

    static boolean isStopping(ServletContext context) {
        return context.getAttribute(ContextAttributes.STOPPING) != null;
    }

    /**
     * Loads the native runtime, without which models cannot be opened. The classes that read cards take as long to load, and
     * are loaded in parallel.
     */
    private static void loadRuntime() {
        Executor parallel = task -> new Thread(task, "onward-cards").start();
        CompletableFuture<ModelCard> cards = CompletableFuture.supplyAsync(ModelCard::empty, parallel);
        try {
            LOG.log(Level.DEBUG, "ONNX Runtime {0}", NativeRuntime.version());
        } finally {
            cards.join();
        }
    }

    private static ModelRepository models(ServletContext context, Settings settings) {
        FileOptions options = new FileOptions(settings.poll(), settings.loadLimit(), GuardLimits.of(settings::limit));
        if (settings.models().isPresent()) {
            return ModelRepository.ofFolder(settings.models().get(), settings.defaultModel(), options);
        }
        return settings.model()
                .map(file -> ModelRepository.ofFile(file, options))
                .orElseGet(() -> ModelRepository.of(() -> Model.open(shipped(context), "model.onnx")));
    }

    /** The version in the WAR's manifest; classes outside a jar have none of their own. */
    static String version(ServletContext context) {
        try (InputStream in = context.getResourceAsStream("/META-INF/MANIFEST.MF")) {
            Manifest manifest = in == null ? new Manifest() : new Manifest(in);
            String version = manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
            return version == null ? "unknown" : version;
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static byte[] shipped(ServletContext context) {
        try (InputStream in = context.getResourceAsStream(SHIPPED_MODEL)) {
            if (in == null) {
                throw new ModelException("this WAR contains no model; name one with " + Setting.MODEL.variable());
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ModelException("the shipped model cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Logs what is not served, and tells a launcher, which gives up if nothing is served. A folder may still be filled, so
     * there the launcher goes on.
     */
    private static void report(ServletContext context, Catalogue catalogue, boolean mayAppear) {
        boolean reportedByLauncher = context.getAttribute(ContextAttributes.FAILURE) != null;
        Optional<String> reason = catalogue.notReadyReason();
        if (mayAppear || !reportedByLauncher) {
            reason.ifPresent(text -> LOG.log(Level.ERROR, "not ready: " + text));
        }
        if (mayAppear) {
            catalogue.unserved().values().stream()
                    .filter(other -> reason.isEmpty() || !reason.get().contains(other))
                    .forEach(other -> LOG.log(Level.WARNING, other));
        } else {
            context.setAttribute(ContextAttributes.FAILURE, reason.orElse(""));
        }
    }
}
