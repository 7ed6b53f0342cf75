package dev.onward.web;

import dev.onward.metrics.Metrics;
import dev.onward.metrics.Metrics.Gauges;
import dev.onward.model.Model;
import dev.onward.model.ModelException;
import dev.onward.oip.Statistics;
import dev.onward.repository.Catalogue;
import dev.onward.repository.Lease;
import dev.onward.repository.ModelRepository;
import dev.onward.repository.ModelRepository.Watching;
import dev.onward.settings.ContextAttributes;
import dev.onward.settings.Setting;
import dev.onward.settings.Settings;
import dev.onward.settings.Settings.MetricsReaders;
import dev.onward.settings.Settings.Place;
import dev.onward.settings.SettingsException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** The web application's beginning and end: builds everything, registers everything, closes everything. */
public final class Application implements ServletContextListener {

    private static final Logger LOG = System.getLogger(Application.class.getName());
    private static final String SHIPPED_MODEL = "/WEB-INF/model.onnx";

    private Optional<Running> running = Optional.empty();

    /** What has to be stopped. */
    private record Running(ModelRepository models, Gate gate, InFlight requests, Settings settings) {}

    /** A start that fails is not thrown: the application then runs without a model, and says why at readiness. */
    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        Settings settings = Settings.defaults();
        ModelRepository models;
        try {
            settings = settings(context);
            models = models(context, settings);
        } catch (SettingsException e) {
            models = ModelRepository.failed(String.valueOf(e.getMessage()));
        }
        report(context, models.catalogue(), settings.models().isPresent());
        Gate gate = new Gate(settings.concurrency(), settings.concurrencyWait());
        InFlight requests = new InFlight();
        running = Optional.of(new Running(models, gate, requests, settings));
        register(context, models, gate, requests, settings);
    }

    /** Predictions may still be under way when a container calls this, and the runtime crashes if closed under them. */
    @Override
    public void contextDestroyed(ServletContextEvent event) {
        running.ifPresent(stopping -> {
            stopping.gate().close();
            if (!stopping.requests().drain(stopping.settings().drain())) {
                LOG.log(
                        Level.WARNING,
                        "requests were still under way after {0}",
                        stopping.settings().drain());
            }
            stopping.models().close();
        });
    }

    private static Settings settings(ServletContext context) {
        return Settings.read(
                new Place(
                        setting -> Optional.ofNullable(context.getInitParameter(setting.property())),
                        setting -> "context parameter " + setting.property()),
                new Place(Application::entry, Application::entryName));
    }

    /** The name is made of nothing that a caller can say, and what is there was put there by who runs the container. */
    @SuppressWarnings("BanJNDI")
    private static Optional<String> entry(Setting setting) {
        try {
            return Optional.of(String.valueOf(InitialContext.<Object>doLookup(entryName(setting))));
        } catch (NamingException e) {
            // Nobody made such an entry, or the container has no naming service.
            return Optional.empty();
        }
    }

    private static String entryName(Setting setting) {
        return "java:comp/env/" + setting.property();
    }

    private static ModelRepository models(ServletContext context, Settings settings) {
        Watching watching = new Watching(settings.poll(), settings.loadLimit(), settings.modelLimit());
        if (settings.models().isPresent()) {
            return ModelRepository.ofFolder(settings.models().get(), settings.defaultModel(), watching);
        }
        return settings.model()
                .map(file -> ModelRepository.ofFile(file, watching))
                .orElseGet(() -> ModelRepository.of(() -> Model.open(shipped(context), "model.onnx")));
    }

    /** As the WAR's manifest has it, which is not that of a package for classes outside a jar. */
    private static String version(ServletContext context) {
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
                throw new ModelException("this WAR ships no model; name one with " + Setting.MODEL.variable());
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ModelException("the shipped model cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Tells what is not served. A launcher gives up if nothing is and nothing is going to be; a folder may yet be filled.
     */
    private static void report(ServletContext context, Catalogue catalogue, boolean mayCome) {
        boolean told = context.getAttribute(ContextAttributes.FAILURE) != null;
        if (!catalogue.obstacle().isEmpty() && (mayCome || !told)) {
            LOG.log(Level.ERROR, "not ready: " + catalogue.obstacle());
        }
        if (mayCome) {
            catalogue.failures().values().stream()
                    .filter(failure -> !catalogue.obstacle().contains(failure))
                    .forEach(failure -> LOG.log(Level.WARNING, failure));
        }
        if (!mayCome) {
            context.setAttribute(ContextAttributes.FAILURE, catalogue.obstacle());
        }
    }

    private static void register(
            ServletContext context, ModelRepository models, Gate gate, InFlight requests, Settings settings) {
        Pages pages = new Pages(context);
        ErrorAnswers errors = new ErrorAnswers(pages);
        Views views = new Views();
        ApiKeys keys = new ApiKeys(settings.apiKeys());
        Metrics metrics = new Metrics(version(context), models::catalogue, new Gauges(requests::count, gate::rejected));
        Scrape scrape = new Scrape(metrics);
        Gallery gallery = new Gallery(models, views, pages);
        FormPage form = new FormPage(models, views, pages, settings);
        Predict predict = new Predict(settings);
        Health health = new Health(models);
        Statistics statistics = new Statistics();
        Inference inference = new Inference(settings, statistics);
        Function<HttpServletRequest, Lease> byPath =
                request -> ModelPath.of(request).lease(models);
        UnaryOperator<Endpoint.Action> predicting = action -> keys.around(gate.around(action));
        Endpoint.Action show = OnModel.leasing(byPath, form::show);
        Endpoint.Action answer = predicting.apply(OnModel.leasing(byPath, form::answer));
        Endpoint.Action infer = predicting.apply(ProtocolRoutes.onModel(models, inference::infer));
        Map<String, Endpoint.Action> predictions = Map.of(
                "GET", predicting.apply(OnModel.leasing(byPath, predict::query)),
                "POST", predicting.apply(OnModel.leasing(byPath, predict::post)));

        filter(context, "requests", requests);
        filter(context, "observation", new Observation(metrics, settings.accessLog()));
        filter(context, "errors", new ErrorFilter(errors, settings));
        route(context, "start", "", new Endpoint("/", Map.of("GET", start(models, gallery, show), "POST", answer)));
        route(context, "predict", "/predict", new Endpoint("/predict", predictions))
                .setMultipartConfig(multipart(settings));
        route(
                        context,
                        "models",
                        ModelPath.MODELS + "/*",
                        new ModelRoutes(
                                new Endpoint(ModelPath.MODELS, Map.of("GET", gallery::list)),
                                new Endpoint(ModelPath.MODEL, Map.of("GET", show, "POST", answer)),
                                new Endpoint(ModelPath.MODEL + "/predict", predictions)))
                .setMultipartConfig(multipart(settings));
        route(
                context,
                "protocol",
                ProtocolPath.ROOT + "/*",
                new ProtocolRoutes(models, new Protocol(models, statistics, settings, version(context)), infer));
        route(context, "live", "/health/live", new Endpoint("/health/live", Map.of("GET", health::live)));
        route(context, "ready", "/health/ready", new Endpoint("/health/ready", Map.of("GET", health::ready)));
        route(context, "static", "/static/*", new Endpoint("/static", Map.of("GET", new Assets(context)::get)));
        if (settings.metrics() != MetricsReaders.OFF) {
            Endpoint.Action get = scrape::get;
            boolean open = settings.metrics() == MetricsReaders.OPEN;
            route(
                    context,
                    "metrics",
                    "/metrics",
                    new Endpoint("/metrics", Map.of("GET", open ? get : keys.around(get))));
        }
        context.addServlet("nothing", new Nothing()).addMapping("/");
        context.addServlet("error", new ContainerError(errors)).addMapping("/error");
    }

    /** The default model's form; where there are several models and no default, all of them to choose from. */
    private static Endpoint.Action start(ModelRepository models, Gallery gallery, Endpoint.Action form) {
        Endpoint.Action choice = gallery::show;
        return (request, response) -> {
            Catalogue catalogue = models.catalogue();
            boolean isOpen =
                    catalogue.obstacle().isEmpty() && catalogue.defaultName().isEmpty();
            (isOpen ? choice : form).handle(request, response);
        };
    }

    private static ServletRegistration.Dynamic route(
            ServletContext context, String name, String path, Servlet servlet) {
        ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
        registration.addMapping(path);
        return registration;
    }

    private static void filter(ServletContext context, String name, Filter filter) {
        context.addFilter(name, filter).addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    }

    /** A file under the threshold stays in memory; the rest waits in the spool folder. */
    private static MultipartConfigElement multipart(Settings settings) {
        return new MultipartConfigElement(
                settings.spoolFolder().toAbsolutePath().toString(), settings.csvLimit(), settings.csvLimit(), 1 << 16);
    }
}
