package dev.onward.web;

import dev.onward.model.Model;
import dev.onward.model.ModelException;
import dev.onward.model.ModelRepository;
import dev.onward.settings.ContextAttributes;
import dev.onward.settings.Setting;
import dev.onward.settings.Settings;
import dev.onward.settings.SettingsException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;

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
            models = ModelRepository.failed(e.getMessage());
        }
        report(context, models);
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
                setting -> Optional.ofNullable(context.getInitParameter(setting.property())),
                setting -> "context parameter " + setting.property());
    }

    private static ModelRepository models(ServletContext context, Settings settings) {
        return ModelRepository.open(
                () -> settings.model().map(Model::open).orElseGet(() -> Model.open(shipped(context), "model.onnx")));
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

    private static void report(ServletContext context, ModelRepository models) {
        models.defaultModel().ifPresentOrElse(Application::describe, () -> {
            if (context.getAttribute(ContextAttributes.FAILURE) == null) {
                LOG.log(Level.ERROR, "not ready: " + models.failure());
            }
            context.setAttribute(ContextAttributes.FAILURE, models.failure());
        });
    }

    private static void describe(Model model) {
        LOG.log(
                Level.INFO,
                "serving " + model.name() + ", version " + model.version() + ", sha256 " + model.sha256() + ", "
                        + (model.verifiedRows() == 0
                                ? "not verified"
                                : model.verifiedRows() + " golden rows reproduced"));
        model.recognition().forEach(sentence -> LOG.log(Level.INFO, model.name() + ": " + sentence));
        if (!model.isTabular()) {
            LOG.log(Level.WARNING, model.name() + ": cannot be asked rows of a table: " + model.obstacle());
        }
    }

    private static void register(
            ServletContext context, ModelRepository models, Gate gate, InFlight requests, Settings settings) {
        Pages pages = new Pages(context);
        ErrorAnswers errors = new ErrorAnswers(pages);
        FormPage form = new FormPage(models, pages, settings);
        Predict predict = new Predict(models, settings);
        Health health = new Health(models);

        filter(context, "requests", requests);
        filter(context, "errors", new ErrorFilter(errors, settings));
        route(context, "form", "", Map.of("GET", form::show, "POST", form::answer));
        route(context, "predict", "/predict", Map.of("GET", predict::query, "POST", predict::post))
                .setMultipartConfig(multipart(settings));
        route(context, "live", "/health/live", Map.of("GET", health::live));
        route(context, "ready", "/health/ready", Map.of("GET", health::ready));
        route(context, "static", "/static/*", Map.of("GET", new Assets(context)::get));
        context.addServlet("nothing", new Nothing()).addMapping("/");
        context.addServlet("error", new ContainerError(errors)).addMapping("/error");
        context.addFilter("gate", gate)
                .addMappingForServletNames(EnumSet.of(DispatcherType.REQUEST), true, "predict", "form");
    }

    private static ServletRegistration.Dynamic route(
            ServletContext context, String name, String path, Map<String, Endpoint.Action> actions) {
        ServletRegistration.Dynamic registration = context.addServlet(name, new Endpoint(actions));
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
