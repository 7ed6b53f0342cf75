package dev.onward.repository;

import dev.onward.model.Model;
import dev.onward.model.ModelException;
import dev.onward.model.ModelId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A model's file as it was found.
 *
 * @param origin what messages call it
 * @param name under which it is to be served; what it says itself if empty
 * @param version under which it is to be served; what it says itself if empty
 */
record ModelFile(Path path, String origin, Optional<String> name, Optional<String> version, Stamp stamp) {

    /** @throws ModelException as {@link Model#open(Path)} does, or if its name or version is not plain */
    Model open() {
        return Model.open(path, origin, this::id);
    }

    /** Whether it still stands there as it was found. */
    boolean isUnchanged() {
        try {
            return stamp.equals(Stamp.of(path));
        } catch (IOException e) {
            return false;
        }
    }

    private ModelId id(ModelId said) {
        if (name.isEmpty()) {
            return said;
        }
        String chosen = version.orElse(said.version());
        String fault = ModelId.fault(chosen);
        if (!fault.isEmpty()) {
            throw new ModelException(origin + ": cannot be served under its version: " + fault);
        }
        return new ModelId(name.get(), chosen);
    }
}
