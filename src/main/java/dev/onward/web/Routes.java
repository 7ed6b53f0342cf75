package dev.onward.web;

import dev.onward.metrics.Metrics;
import dev.onward.metrics.Metrics.Gauges;
import dev.onward.openapi.Access;
import dev.onward.openapi.ApiDescription;
import dev.onward.protocol.oip.Statistics;
import dev.onward.repository.Catalogue;
import dev.onward.repository.Lease;
import dev.onward.repository.ModelRepository;
import dev.onward.settings.Settings;
import dev.onward.settings.Settings.MetricsReaders;
import dev.onward.web.Endpoint.Action;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.Map;
import java.util.function.Function;

/** Which path is answered by what, each in one place. */
final class Routes {

    private final ServletContext context;
    private final ModelRepository models;
    private final Settings settings;
    private final Gate gate;
    private final InFlight requests;
    private final ApiKeys keys;
    private final Pages pages;

    Routes(ServletContext context, Application.Running running) {
        this.context = context;
        this.models = running.models();
        this.settings = running.settings();
        this.gate = running.gate();
        this.requests = running.requests();
        this.keys = new ApiKeys(settings.apiKeys());
        this.pages = new Pages(context);
    }

    /** @param version of the application */
    void register(String version) {
        Health health = new Health(context, models);
        Gauges gauges = new Gauges(() -> health.obstacle().isEmpty(), requests::count, gate::rejected);
        Metrics metrics = new Metrics(version, models::catalogue, gauges);
        ErrorAnswers errors = new ErrorAnswers(pages);
        filter("requests", requests);
        filter("observation", new Observation(metrics, settings.accessLog()));
        filter("errors", new ErrorFilter(errors, settings));
        models();
        protocol(version);
        kserve();
        operations(health, metrics, version);
        ApiDocs docs = new ApiDocs(new ApiDescription(models, version, access()), pages);
        get("/openapi.json", docs::document);
        route(ApiDocs.PATH + "/*", new Endpoint(ApiDocs.PATH, Map.of("GET", docs::page)));
        route("/static/*", new Endpoint("/static", Map.of("GET", new Assets(context)::get)));
        route("/error", new ContainerError(errors));
        route("/", new Nothing());
    }

    /** Forms and predictions: those of the default model, and those of each by its name. */
    private void models() {
        Views views = new Views();
        Gallery gallery = new Gallery(models, views, pages);
        FormPage form = new FormPage(models, views, pages, settings);
        Predict predict = new Predict(settings);
        Function<HttpServletRequest, Lease> byPath =
                request -> ModelPath.of(request).lease(models);
        Action show = OnModel.leasing(byPath, form::show);
        Action answer = predicting(OnModel.leasing(byPath, form::answer));
        Map<String, Action> predictions = Map.of(
                "GET", predicting(OnModel.leasing(byPath, predict::query)),
                "POST", predicting(OnModel.leasing(byPath, predict::post)));
        Map<String, Action> invocations =
                Map.of("POST", predicting(OnModel.leasing(byPath, new Scoring(settings)::invocations)));

        route("", new Endpoint("/", Map.of("GET", start(gallery, show), "POST", answer)));
        route("/predict", new Endpoint("/predict", predictions)).setMultipartConfig(multipart());
        route("/invocations", new Endpoint("/invocations", invocations));
        route(
                        ModelPath.MODELS + "/*",
                        new ModelRoutes(
                                new Endpoint(ModelPath.MODELS, Map.of("GET", gallery::list)),
                                new Endpoint(ModelPath.MODEL, Map.of("GET", show, "POST", answer)),
                                new Endpoint(ModelPath.MODEL + "/predict", predictions),
                                new Endpoint(ModelPath.MODEL + "/invocations", invocations)))
                .setMultipartConfig(multipart());
    }

    /** The default model's form; where there are several models and no default, all of them to choose from. */
    private Action start(Gallery gallery, Action form) {
        Action choice = gallery::show;
        return (request, response) -> {
            Catalogue catalogue = models.catalogue();
            boolean isOpen =
                    catalogue.notReadyReason().isEmpty() && catalogue.defaultName().isEmpty();
            (isOpen ? choice : form).handle(request, response);
        };
    }

    private void protocol(String version) {
        Statistics statistics = new Statistics();
        Inference inference = new Inference(settings, statistics);
        Action infer = predicting(ProtocolRoutes.onModel(models, inference::infer));
        Protocol protocol = new Protocol(models, statistics, settings, version);
        route(ProtocolPath.ROOT + "/*", new ProtocolRoutes(models, protocol, infer));
    }

    private void kserve() {
        Action predict = predicting(KserveRoutes.onModel(models, new Scoring(settings)::predict));
        route(KserveRoutes.ROOT + "/*", new KserveRoutes(models, predict));
    }

    private void operations(Health health, Metrics metrics, String version) {
        get("/health/live", health::live);
        get("/health/ready", health::ready);
        get("/health", health::ping);
        get("/ping", health::ping);
        get("/version", (request, response) -> Answers.sendText(response, version));
        Action scrape = new Scrape(metrics)::get;
        if (settings.metrics() != MetricsReaders.OFF) {
            get("/metrics", settings.metrics() == MetricsReaders.KEY ? keys.around(scrape) : scrape);
        }
    }

    /** What predicts is only for those who show a key, if there are any, and only for so many at once. */
    private Action predicting(Action action) {
        return keys.around(gate.around(action));
    }

    /** What the document is to say of all this. */
    private Access access() {
        Access.Metrics readers =
                switch (settings.metrics()) {
                    case OPEN -> Access.Metrics.ANYONE;
                    case KEY -> Access.Metrics.KEYED;
                    case OFF -> Access.Metrics.NOBODY;
                };
        return new Access(!settings.apiKeys().isEmpty(), readers);
    }

    private void get(String path, Action action) {
        route(path, new Endpoint(path, Map.of("GET", action)));
    }

    private ServletRegistration.Dynamic route(String path, Servlet servlet) {
        // Containers make names of their own of it, in which not every character may stand.
        ServletRegistration.Dynamic registration = context.addServlet("onward" + path.replaceAll("\\W+", "-"), servlet);
        registration.addMapping(path);
        return registration;
    }

    /** The first that is added is the outermost. "After" those of web.xml, which has none: GlassFish and Payara turn "before" round. */
    private void filter(String name, Filter filter) {
        context.addFilter(name, filter).addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
    }

    /** A file under the threshold stays in memory; the rest waits in the spool folder. */
    private MultipartConfigElement multipart() {
        return new MultipartConfigElement(
                settings.spoolFolder().toAbsolutePath().toString(), settings.csvLimit(), settings.csvLimit(), 1 << 16);
    }
}
