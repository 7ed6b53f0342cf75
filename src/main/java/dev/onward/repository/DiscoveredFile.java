package dev.onward.repository;

import dev.onward.model.FeatureOptions;
import dev.onward.model.Model;
import dev.onward.model.ModelId;
import dev.onward.onnx.guard.GuardLimits;
import dev.onward.runtime.ModelException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A model's file found by a source.
 *
 * @param origin its name in messages
 * @param pathName the name that its path gives to the model; if empty, the model names itself
 */
record DiscoveredFile(Path path, String origin, Optional<PathName> pathName, FileFingerprint fingerprint) {

    /**
     * The name of a model according to its path.
     *
     * @param version if empty, the model's own
     */
    record PathName(String name, Optional<String> version) {}

    /** @throws ModelException like {@link Model#open(Path)}, or if the name or version cannot be served */
    Model open(GuardLimits limits, FeatureOptions features) {
        return Model.open(path, origin, limits, this::id, features);
    }

    private ModelId id(ModelId declared) {
        if (pathName.isEmpty()) {
            return declared.servable(origin);
        }
        String version = pathName.get().version().orElse(declared.version());
        ModelId.invalidReason(version).ifPresent(reason -> {
            throw new ModelException(origin + ": version: " + reason);
        });
        return new ModelId(pathName.get().name(), version);
    }
}
