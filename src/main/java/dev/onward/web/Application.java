package dev.onward.web;

import dev.onward.model.Model;
import dev.onward.model.ModelCard;
import dev.onward.repository.Catalogue;
import dev.onward.repository.ModelRepository;
import dev.onward.repository.ModelRepository.FileOptions;
import dev.onward.runtime.ModelException;
import dev.onward.runtime.NativeRuntime;
import dev.onward.runtime.NoRuntimeException;
import dev.onward.settings.ContextAttributes;
import dev.onward.settings.Setting;
import dev.onward.settings.Settings;
import dev.onward.settings.Settings.Place;
import dev.onward.settings.SettingsException;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** The web application's beginning and end: builds everything, has it registered, closes everything. */
public final class Application implements ServletContextListener {

    private static final Logger LOG = System.getLogger(Application.class.getName());
    private static final String SHIPPED_MODEL = "/WEB-INF/model.onnx";

    private Optional<Running> running = Optional.empty();

    /** What there is one of, and what has to be stopped. */
    record Running(ModelRepository models, Gate gate, InFlight requests, Settings settings) {}

    /** A start that fails is not thrown: the application then runs without a model, and says why at readiness. */
    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        Settings settings = Settings.closed();
        ModelRepository models;
        try {
            settings = settings(context);
            loadRuntime();
            models = models(context, settings);
        } catch (SettingsException | NoRuntimeException e) {
            models = ModelRepository.failed(String.valueOf(e.getMessage()));
        }
        report(context, models.catalogue(), settings.models().isPresent());
        Gate gate = new Gate(settings.concurrency(), settings.concurrencyWait());
        Running started = new Running(models, gate, new InFlight(), settings);
        running = Optional.of(started);
        new Routes(context, started).register(version(context));
    }

    /**
     * Predictions may still be under way when a container calls this, and the runtime crashes if closed under them. Who has
     * announced the stop has waited for them already.
     */
    @Override
    public void contextDestroyed(ServletContextEvent event) {
        boolean waited = event.getServletContext().getAttribute(ContextAttributes.STOPPING) != null;
        running.ifPresent(stopping -> {
            Duration drain = stopping.settings().drain();
            stopping.gate().close();
            if (!stopping.requests().drain(waited ? Duration.ZERO : drain)) {
                LOG.log(Level.WARNING, "requests were still under way after {0} s", drain.toMillis() / 1000.0);
            }
            stopping.models().close();
        });
    }

    /**
     * Before all that cannot even be looked at without it. What reads cards takes as long to be ready, and so gets ready
     * meanwhile.
     */
    private static void loadRuntime() {
        Executor aside = task -> new Thread(task, "onward-cards").start();
        CompletableFuture<ModelCard> cards = CompletableFuture.supplyAsync(ModelCard::empty, aside);
        try {
            LOG.log(Level.DEBUG, "ONNX Runtime {0}", NativeRuntime.version());
        } finally {
            cards.join();
        }
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
        FileOptions watching = new FileOptions(settings.poll(), settings.loadLimit(), settings.modelLimit());
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
        if (!catalogue.notReadyReason().isEmpty() && (mayCome || !told)) {
            LOG.log(Level.ERROR, "not ready: " + catalogue.notReadyReason().orElse(""));
        }
        if (mayCome) {
            catalogue.unserved().values().stream()
                    .filter(failure -> !catalogue.notReadyReason().orElse("").contains(failure))
                    .forEach(failure -> LOG.log(Level.WARNING, failure));
        }
        if (!mayCome) {
            context.setAttribute(ContextAttributes.FAILURE, catalogue.notReadyReason().orElse(""));
        }
    }
}
