package dev.onward.spark;

import dev.onward.details.DetailOptions;
import dev.onward.details.DetailSource;
import dev.onward.details.ExplanationLimit;
import dev.onward.details.ModelDetails;
import dev.onward.model.Model;
import dev.onward.runtime.ModelException;
import dev.onward.table.Sha256;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A model that is open in this process. Each process, such as an executor, opens a file once and shares it among its
 * tasks until the process ends. Thread-safe.
 */
final class OpenModel {

    private static final Map<String, OpenModel> MODELS = new ConcurrentHashMap<>();

    private final Model model;
    private Optional<ModelDetails> details = Optional.empty();

    private OpenModel(Model model) {
        this.model = model;
        model.simplify();
    }

    /**
     * Returns the model with this content, and opens it if this process has not done so before.
     *
     * @param sha256 the digest of the file
     * @param file the content, read only if it is needed
     * @param origin the name of the file in messages
     * @throws ModelException if it cannot be opened
     */
    static OpenModel of(String sha256, Supplier<byte[]> file, String origin) {
        return MODELS.computeIfAbsent(
                sha256, key -> new OpenModel(Model.open(checked(key, file.get(), origin), origin)));
    }

    private static byte[] checked(String sha256, byte[] file, String origin) {
        String found = Sha256.hex(file);
        if (!found.equals(sha256)) {
            throw new ModelException(origin + ": expected a file with the SHA-256 digest " + sha256
                    + ", as on the driver, got one with " + found);
        }
        return file;
    }

    Model model() {
        return model;
    }

    /** The source of the details of one task, or of none. */
    DetailSource details(DetailOptions options) {
        return options.equals(DetailOptions.DEFAULT)
                ? DetailSource.NONE
                : details().source(model, options, ExplanationLimit.NONE);
    }

    /** Analyses the graph at the first call. */
    private synchronized ModelDetails details() {
        ModelDetails present = details.orElseGet(() -> ModelDetails.of(model).orElseThrow());
        details = Optional.of(present);
        return present;
    }
}
