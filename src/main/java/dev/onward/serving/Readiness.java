package dev.onward.serving;

import dev.onward.repository.Catalogue;
import dev.onward.repository.ModelRepository;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The readiness of the server, and the reason if it is not ready. */
public final class Readiness {

    private final ModelRepository models;
    private final BooleanSupplier stopping;

    /** @param stopping true as soon as the server has announced its shutdown */
    public Readiness(ModelRepository models, BooleanSupplier stopping) {
        this.models = models;
        this.stopping = stopping;
    }

    /** The reason why the server is not ready; empty if it is ready. */
    public Optional<String> reason() {
        return reason(models.catalogue());
    }

    /** The same for a catalogue that the caller is describing. */
    public Optional<String> reason(Catalogue catalogue) {
        return stopping.getAsBoolean() ? Optional.of("stopping") : catalogue.notReadyReason();
    }
}
