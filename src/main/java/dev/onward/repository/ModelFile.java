package dev.onward.repository;

import dev.onward.model.Model;
import dev.onward.model.ModelId;
import dev.onward.runtime.ModelException;
import dev.onward.table.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A model's file as it was found.
 *
 * @param origin what messages call it
 * @param name under which it is to be served; what it says itself if empty
 * @param version under which it is to be served; what it says itself if empty
 */
record ModelFile(Path path, String origin, Optional<String> name, Optional<String> version, Stamp stamp) {

    private static final Pattern ADDRESSABLE = Pattern.compile("[^/\\\\%\\p{Cntrl}]+");

    /** @throws ModelException as {@link Model#open(Path)} does, or if its name or version is not plain */
    Model open(long sizeLimit) {
        return Model.open(path, origin, sizeLimit, this::id);
    }

    private ModelId id(ModelId said) {
        if (name.isEmpty()) {
            return addressable(said);
        }
        String chosen = version.orElse(said.version());
        String fault = ModelId.fault(chosen);
        if (!fault.isEmpty()) {
            throw new ModelException(origin + ": cannot be served under its version: " + fault);
        }
        return new ModelId(name.get(), chosen);
    }

    /** A model that names itself may have any name that an address can carry. */
    private ModelId addressable(ModelId said) {
        for (String text : List.of(said.name(), said.version())) {
            if (!ADDRESSABLE.matcher(text).matches() || text.equals(".") || text.equals("..")) {
                throw new ModelException(origin + ": cannot be served under its name: expected a name and a version"
                        + " without slashes, per cent signs and control characters, got " + Text.quote(text));
            }
        }
        return said;
    }
}
