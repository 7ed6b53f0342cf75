package dev.onward.model;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The models that are served: for now one, or the reason why there is none. */
public final class ModelRepository implements AutoCloseable {

    private final Optional<Model> model;
    private final String failure;

    private ModelRepository(Optional<Model> model, String failure) {
        this.model = model;
        this.failure = failure;
    }

    /** Opens the model. One that cannot be opened does not throw here: it is what {@link #failure} tells. */
    public static ModelRepository open(Supplier<Model> opener) {
        try {
            return new ModelRepository(Optional.of(opener.get()), "");
        } catch (ModelException e) {
            return failed(e.getMessage());
        }
    }

    /** A repository with no model, for the reason given. */
    public static ModelRepository failed(@Nullable String reason) {
        return new ModelRepository(Optional.empty(), String.valueOf(reason));
    }

    /** The model that is asked when a request names none; empty if it could not be opened. */
    public Optional<Model> defaultModel() {
        return model;
    }

    /** @throws NotReadyException if there is no default model */
    public Model required() {
        return model.orElseThrow(NotReadyException::new);
    }

    /** Why there is no model, in one line; empty if there is one. */
    public String failure() {
        return failure;
    }

    /** Waits for predictions that are under way, then closes every model. */
    @Override
    public void close() {
        model.ifPresent(Model::close);
    }
}
