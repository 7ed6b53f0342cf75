package dev.onward.app;

import dev.onward.compute.BulkLane;
import dev.onward.compute.ComputePermits;
import dev.onward.compute.ExplanationLane;
import dev.onward.http.AccessLog;
import dev.onward.http.ApiKeys;
import dev.onward.http.ErrorFilter;
import dev.onward.http.ErrorFormat;
import dev.onward.http.FrontServlet;
import dev.onward.http.InFlightRequests;
import dev.onward.http.ProblemDetails;
import dev.onward.http.QuickPaths;
import dev.onward.http.Rejections;
import dev.onward.http.RequestObserver;
import dev.onward.http.Route;
import dev.onward.http.Router;
import dev.onward.http.StaticFiles;
import dev.onward.http.Templates;
import dev.onward.http.body.MemoryBudget;
import dev.onward.http.body.RequestResources;
import dev.onward.http.body.ResponseMemory;
import dev.onward.http.body.SpoolDisk;
import dev.onward.metrics.Metrics;
import dev.onward.metrics.Metrics.Gauges;
import dev.onward.openapi.ApiDescription;
import dev.onward.repository.ModelRepository;
import dev.onward.serving.ModelLeases;
import dev.onward.serving.Readiness;
import dev.onward.serving.Slice;
import dev.onward.settings.ContextAttributes;
import dev.onward.settings.Settings;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Creates the parts of the application and connects them. */
public final class Wiring {

    private static final Logger LOG = System.getLogger(Wiring.class.getName());

    private final ModelRepository models;
    private final Settings settings;
    private final String version;
    private final Templates templates;
    private final StaticFiles files;
    private final ErrorFormat errors;
    private final Readiness readiness;
    private final ComputePermits permits;
    private final BulkLane lane;
    private final ExplanationLane explanations;
    private final ModelLeases leases;
    private final InFlightRequests requests = new InFlightRequests();
    private final RequestResources resources;
    private final Metrics metrics;
    private final SpoolDisk disk;
    private final ApiDescription api;
    private Optional<BackgroundWarmUp> warmUp = Optional.empty();

    Wiring(ServletContext context, ModelRepository models, Settings settings) {
        this.models = models;
        this.settings = settings;
        version = version(context);
        templates = new Templates(context, settings.brand());
        files = new StaticFiles(context, settings.brand());
        errors = new ProblemDetails(templates);
        readiness = new Readiness(models, () -> Application.isStopping(context));
        permits = new ComputePermits(settings.concurrency(), settings.concurrencyWait(), () -> models.catalogue()
                .size());
        int processors = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        lane = new BulkLane(settings.bulkConcurrency(), processors, settings.concurrencyWait());
        explanations = new ExplanationLane(settings.explanationConcurrency(), settings.concurrencyWait());
        leases = new ModelLeases(models, permits, lane, explanations, settings.explanationRowLimit());
        Gauges gauges = new Gauges(
                () -> readiness.reason().isEmpty(), requests::count, () -> permits.rejected() + lane.rejected());
        resources = new RequestResources(
                MemoryBudget.ofHeap(), ResponseMemory.ofHeap(), settings.spoolFolder(), settings.spoolLimit());
        metrics = new Metrics(version, models::catalogue, gauges);
        disk = new SpoolDisk(settings.spoolFolder());
        metrics.gauge(
                "onward_models_poll_age_seconds",
                "Time since the model files were last checked for changes; 0 if polling is disabled.",
                () -> models.pollAge().map(age -> age.toNanos() / 1e9).orElse(0.0));
        metrics.gauge(
                "onward_spool_free_bytes",
                "Free space on the disk where uploads and large responses are stored temporarily.",
                () -> disk.freeBytes().orElse(Double.NaN));
        metrics.gauge(
                "onward_compute_permits", "Maximum number of model runs in progress at the same time.", permits::total);
        metrics.gauge(
                "onward_compute_permits_in_use", "Model runs in progress that hold a compute permit.", permits::used);
        metrics.gauge("onward_compute_permits_waiting", "Requests waiting for a compute permit.", permits::waiting);
        metrics.gauge("onward_bulk_requests_in_flight", "Files and large requests in progress.", lane::used);
        metrics.gauge("onward_explanations_in_progress", "Explanation requests in progress.", explanations::used);
        metrics.counter(
                "onward_explanations_rejected_total",
                "Requests for explanations rejected because too many were in progress.",
                explanations::rejected);
        api = new ApiDescription(
                models, leases::permits, version, !settings.apiKeys().isEmpty());
    }

    /** Registers the servlet for the routes of these slices. */
    void register(ServletContext context, List<Slice> slices) {
        slices.forEach(slice -> api.add(slice.routes().routes(), slice.api()));
        slices.stream()
                .flatMap(slice -> slice.routes().routes().stream())
                .filter(Route::isPrediction)
                .forEach(route -> metrics.expectFailures(route.template(), route.method()));
        Router router =
                new Router(slices.stream().map(Slice::routes).toList(), new ApiKeys(settings.apiKeys())::require);
        List<RequestObserver> observers = new ArrayList<>();
        observers.add(new MetricsObserver(metrics));
        observers.add((request, status, nanos) -> disk.recordStatus(status));
        if (settings.accessLog()) {
            observers.add(new AccessLog());
        }
        ErrorFilter filter = new ErrorFilter(new ErrorMapping(context.getContextPath())::map, settings);
        ServletRegistration.Dynamic servlet =
                context.addServlet("onward", new FrontServlet(router, filter, requests, resources, observers));
        servlet.addMapping("/*");
        servlet.setAsyncSupported(true);
        context.setAttribute(ContextAttributes.REJECTION, new Rejections(router, context.getContextPath(), observers));
        if (!settings.accessLog() || context.getAttribute(ContextAttributes.QUEUED_ACCESS_LOG) != null) {
            context.setAttribute(
                    ContextAttributes.QUICK_PATHS,
                    new QuickPaths(router, context.getContextPath(), models::hasQuickRuns));
        }
        servlet.setMultipartConfig(multipart(settings));
    }

    /** Warms the slices up in the background as soon as a model is served. */
    void warmUp(List<Slice> slices) {
        warmUp = Optional.of(BackgroundWarmUp.start(
                slices.stream().map(Slice::warmUp).toList(),
                BackgroundWarmUp.DELAY,
                () -> readiness.reason().isEmpty()));
    }

    /**
     * Waits for the requests in flight, for as long as the settings allow, and closes the models.
     *
     * @param hasWaited true if the server has already waited for them
     */
    void close(boolean hasWaited) {
        permits.close();
        warmUp.ifPresent(BackgroundWarmUp::close);
        if (!requests.drain(hasWaited ? Duration.ZERO : settings.drain())) {
            double seconds = settings.drain().toMillis() / 1000.0;
            LOG.log(Level.WARNING, "requests were still in flight after {0} s", seconds);
        }
        models.close();
    }

    /** A file under the threshold stays in memory; a larger one is stored in the spool folder. */
    private static MultipartConfigElement multipart(Settings settings) {
        return new MultipartConfigElement(
                settings.spoolFolder().toAbsolutePath().toString(), settings.csvLimit(), settings.csvLimit(), 1 << 16);
    }

    /** The version in the WAR's manifest, because classes outside of a jar have no version. */
    private static String version(ServletContext context) {
        try (InputStream in = context.getResourceAsStream("/META-INF/MANIFEST.MF")) {
            Manifest manifest = in == null ? new Manifest() : new Manifest(in);
            String version = manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
            return version == null ? "unknown" : version;
        } catch (IOException e) {
            return "unknown";
        }
    }

    public ModelRepository models() {
        return models;
    }

    /** The leases by which handlers get models. */
    public ModelLeases leases() {
        return leases;
    }

    /** The permits that all runs of models hold. */
    ComputePermits permits() {
        return permits;
    }

    /** The lane of the requests that compute explanations. */
    ExplanationLane explanations() {
        return explanations;
    }

    public Settings settings() {
        return settings;
    }

    /** The version of the application. */
    public String version() {
        return version;
    }

    public Templates templates() {
        return templates;
    }

    public StaticFiles files() {
        return files;
    }

    /** The format of errors, except for protocols that have their own. */
    public ErrorFormat errors() {
        return errors;
    }

    public Readiness readiness() {
        return readiness;
    }

    public Metrics metrics() {
        return metrics;
    }

    /** Problems for operators that do not make the server unready, one sentence each. */
    public List<String> notes() {
        return Stream.concat(models.overduePoll().stream(), disk.problem().stream())
                .toList();
    }

    /** The OpenAPI description of all registered slices. */
    public ApiDescription api() {
        return api;
    }
}
