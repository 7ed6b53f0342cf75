package dev.onward.repository;

import dev.onward.model.Model;
import dev.onward.model.ModelId;
import dev.onward.runtime.ModelException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Records the file that each model is served from, adds models to the repository and removes them. Not thread-safe. */
final class ServedFiles {

    private static final Logger LOG = System.getLogger(ServedFiles.class.getName());

    private final ModelRepository repository;
    private final Map<String, ServedFile> servedFiles = new HashMap<>();

    /** Origins of files that are not served because another file has the same model name and version. */
    private final Set<String> duplicates = new HashSet<>();

    ServedFiles(ModelRepository repository) {
        this.repository = repository;
    }

    /**
     * A file that is served.
     *
     * @param size in bytes
     * @param verified true if the model reproduced golden rows
     */
    private record ServedFile(ModelId id, long size, boolean verified) {}

    boolean isServed(String origin) {
        return servedFiles.containsKey(origin);
    }

    /**
     * Serves the model, in place of the one that was served from the same file.
     *
     * @param size of the file in bytes
     * @param leaving origins of files that are about to be removed, so that their names and versions can be used
     * @throws ModelException if the model cannot be served; it is then closed
     */
    void put(String origin, ModelHandle handle, long size, Set<String> leaving) {
        Model model = handle.model();
        ModelId id = ModelRepository.id(model);
        Optional<String> reason = reasonAgainst(origin, model, size, leaving);
        if (reason.isPresent()) {
            handle.retire();
            throw new ModelException(origin + ": " + reason.get());
        }
        servedFiles.entrySet().removeIf(other -> other.getValue().id().equals(id));
        Optional<ModelId> before = Optional.ofNullable(
                        servedFiles.put(origin, new ServedFile(id, size, model.verifiedRows() > 0)))
                .map(ServedFile::id);
        repository.change(catalogue -> before.map(catalogue::without)
                .orElse(catalogue)
                .with(id, handle)
                .withoutUnserved(origin));
        ModelRepository.logServed(model);
    }

    /** Removes the model, if one is served from this file. */
    void remove(String origin) {
        duplicates.remove(origin);
        ServedFile removed = servedFiles.remove(origin);
        if (removed != null) {
            repository.change(catalogue -> catalogue.without(removed.id()));
            LOG.log(Level.INFO, "no longer serving " + removed.id() + ": " + origin + " was removed");
        }
    }

    /** Returns and clears the duplicates, which can be tried again when other files have changed. */
    Set<String> takeDuplicates() {
        Set<String> taken = Set.copyOf(duplicates);
        duplicates.clear();
        return taken;
    }

    private Optional<String> reasonAgainst(String origin, Model model, long size, Set<String> leaving) {
        ModelId id = ModelRepository.id(model);
        for (Map.Entry<String, ServedFile> other : servedFiles.entrySet()) {
            if (other.getValue().id().equals(id)
                    && !other.getKey().equals(origin)
                    && !leaving.contains(other.getKey())) {
                duplicates.add(origin);
                return Optional.of(
                        "not served because " + other.getKey() + " has the same name and version (" + id + ")");
            }
        }
        ServedFile before = servedFiles.get(origin);
        // The model card is at the end of the file, so a truncated file can be a valid model without a card.
        return before != null && before.verified() && model.verifiedRows() == 0 && size < before.size()
                ? Optional.of("looks truncated: it is smaller than the previous file and, unlike that file, has no"
                        + " golden rows; if this is intended, remove the file, wait until its model is no longer"
                        + " served, and add the file again")
                : Optional.empty();
    }
}
