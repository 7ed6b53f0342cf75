package dev.onward.app;

import dev.onward.model.FeatureOptions;
import dev.onward.model.Model;
import dev.onward.model.card.ModelCard;
import dev.onward.onnx.guard.GuardLimits;
import dev.onward.repository.ModelRepository;
import dev.onward.repository.ModelRepository.FileOptions;
import dev.onward.runtime.ModelException;
import dev.onward.runtime.NativeRuntime;
import dev.onward.runtime.RuntimeUnavailableException;
import dev.onward.settings.Setting;
import dev.onward.settings.Settings;
import dev.onward.settings.Settings.UnknownCategories;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Opens the models that the settings name, or the one in the WAR. */
final class StartupModels {

    private static final Logger LOG = System.getLogger(StartupModels.class.getName());
    private static final String SHIPPED_MODEL = "/WEB-INF/model.onnx";

    private StartupModels() {}

    /** @throws RuntimeUnavailableException if the native runtime cannot be loaded */
    static ModelRepository open(ServletContext context, Settings settings) {
        Thread cards = new Thread(ModelCard::initialise, "onward-cards");
        cards.setUncaughtExceptionHandler(StartupModels::logFailure);
        cards.start();
        try {
            LOG.log(Level.DEBUG, "ONNX Runtime {0}", NativeRuntime.version());
            return models(context, settings);
        } finally {
            join(cards);
        }
    }

    /** Opening the models fails for the same reason, such as when the server is stopped meanwhile, and reports it. */
    private static void logFailure(Thread thread, Throwable e) {
        LOG.log(Level.DEBUG, thread.getName() + " failed", e);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ModelRepository models(ServletContext context, Settings settings) {
        FileOptions options = new FileOptions(
                settings.poll(),
                settings.loadLimit(),
                GuardLimits.of(settings::modelLimit),
                new FeatureOptions(settings.names(), settings.unknownCategories() == UnknownCategories.REFUSE));
        if (settings.models().isPresent()) {
            return ModelRepository.ofFolder(settings.models().get(), settings.defaultModel(), options);
        }
        return settings.model()
                .map(file -> ModelRepository.ofFile(file, options))
                .orElseGet(
                        () -> ModelRepository.of(() -> Model.open(shipped(context), "model.onnx", options.limits())));
    }

    private static byte[] shipped(ServletContext context) {
        try (InputStream in = context.getResourceAsStream(SHIPPED_MODEL)) {
            if (in == null) {
                throw new ModelException("this WAR contains no model; specify one with " + Setting.MODEL.variable());
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ModelException("the shipped model cannot be read: " + e.getMessage(), e);
        }
    }
}
