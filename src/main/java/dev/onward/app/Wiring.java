package dev.onward.app;

import dev.onward.http.ErrorFormat;
import dev.onward.http.ProblemDetails;
import dev.onward.http.StaticFiles;
import dev.onward.http.Templates;
import dev.onward.repository.ModelRepository;
import dev.onward.serving.Readiness;
import dev.onward.settings.Settings;
import jakarta.servlet.ServletContext;

/** The parts of which the slices are made, one of each. */
public final class Wiring {

    private final ModelRepository models;
    private final Settings settings;
    private final Templates templates;
    private final StaticFiles files;
    private final ErrorFormat errors;
    private final Readiness readiness;
    private final String version;

    Wiring(ServletContext context, ModelRepository models, Settings settings) {
        this.models = models;
        this.settings = settings;
        this.templates = new Templates(context);
        this.files = new StaticFiles(context);
        this.errors = new ProblemDetails(templates);
        this.readiness = new Readiness(models, () -> Application.isStopping(context));
        this.version = Application.version(context);
    }

    public ModelRepository models() {
        return models;
    }

    public Settings settings() {
        return settings;
    }

    public Templates templates() {
        return templates;
    }

    public StaticFiles files() {
        return files;
    }

    /** The format of errors outside of protocols that have their own. */
    public ErrorFormat errors() {
        return errors;
    }

    public Readiness readiness() {
        return readiness;
    }

    /** The version of the application. */
    public String version() {
        return version;
    }
}
