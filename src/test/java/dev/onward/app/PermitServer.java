package dev.onward.app;

import dev.onward.WebApp;
import dev.onward.compute.ComputePermits;
import dev.onward.compute.ExplanationLane;
import dev.onward.compute.RunKind;
import dev.onward.repository.ModelRepository;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A server in this JVM whose compute permits a test can take, as if a slow model had them. */
public final class PermitServer implements AutoCloseable {

    private final WebApp server;
    private final ModelRepository models;
    private final ComputePermits permits;
    private final ExplanationLane explanations;

    private PermitServer(WebApp server, ModelRepository models, ComputePermits permits, ExplanationLane explanations) {
        this.server = server;
        this.models = models;
        this.permits = permits;
        this.explanations = explanations;
    }

    /** @param folder in which the WAR's content is assembled */
    public static PermitServer serve(Path folder, String... flags) throws IOException {
        Path webapp = WebApp.copyWebResource(folder.resolve("webapp"));
        Path descriptor = webapp.resolve("WEB-INF/web.xml");
        Files.writeString(
                descriptor,
                Files.readString(descriptor)
                        .replace(Application.class.getName(), ApplicationWithPermits.class.getName()));
        synchronized (PermitServer.class) {
            WebApp server = WebApp.start(webapp, flags);
            Wiring wiring =
                    ApplicationWithPermits.LATEST.getAndSet(Optional.empty()).orElseThrow();
            return new PermitServer(server, wiring.models(), wiring.permits(), wiring.explanations());
        }
    }

    public URI url() {
        return server.url();
    }

    /** Checks whether the threads of the selectors answer small requests for this model. */
    public boolean isQuick(String model) {
        return models.hasQuickRuns(Optional.of(model), Optional.empty());
    }

    /** Takes a permit for a run of this model. */
    public ComputePermits.Permit hold(String model) {
        return permits.runs(model).acquire(RunKind.MANY_ROWS);
    }

    /** Takes a place of a request that computes explanations. */
    public ExplanationLane.Place explain() {
        return explanations.enter(false);
    }

    @Override
    public void close() {
        server.close();
    }
}
