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

/** Which file each model is served from. Puts models into the repository and takes them out. Not for several threads. */
final class Serving {

    private static final Logger LOG = System.getLogger(Serving.class.getName());

    private final ModelRepository repository;
    private final Map<String, Served> served = new HashMap<>();

    /** Files that are not served because another one is, under the same name and version. */
    private final Set<String> waiting = new HashSet<>();

    Serving(ModelRepository repository) {
        this.repository = repository;
    }

    /**
     * @param size of the file, in bytes
     * @param verified whether it reproduced golden rows
     */
    private record Served(ModelId id, long size, boolean verified) {}

    boolean isServed(String origin) {
        return served.containsKey(origin);
    }

    /**
     * Serves the model in the place of the one from the same file.
     *
     * @param size of the file, in bytes
     * @param leaving files that are about to be taken out, whose names and versions may be taken over
     * @throws ModelException if it is not to be served; it is closed then
     */
    void put(String origin, Model model, long size, Set<String> leaving) {
        ModelId id = ModelRepository.id(model);
        String fault = fault(origin, model, size, leaving);
        if (!fault.isEmpty()) {
            model.close();
            throw new ModelException(origin + ": " + fault);
        }
        served.entrySet().removeIf(other -> other.getValue().id().equals(id));
        Optional<ModelId> before = Optional.ofNullable(
                        served.put(origin, new Served(id, size, model.verifiedRows() > 0)))
                .map(Served::id);
        repository.change(catalogue -> before.map(catalogue::without)
                .orElse(catalogue)
                .with(id, new Held(model))
                .withoutFailure(origin));
        Announcement.log(model);
    }

    /** Takes the model out, if it is still served from this file. */
    void remove(String origin) {
        waiting.remove(origin);
        Served gone = served.remove(origin);
        if (gone != null) {
            repository.change(catalogue -> catalogue.without(gone.id()));
            LOG.log(Level.INFO, "no longer serving " + gone.id() + ": " + origin + " is gone");
        }
    }

    /** The files that waited for another one to go, since they may be worth trying again. They wait no more. */
    Set<String> takeWaiting() {
        Set<String> taken = Set.copyOf(waiting);
        waiting.clear();
        return taken;
    }

    private String fault(String origin, Model model, long size, Set<String> leaving) {
        ModelId id = ModelRepository.id(model);
        for (Map.Entry<String, Served> other : served.entrySet()) {
            if (other.getValue().id().equals(id)
                    && !other.getKey().equals(origin)
                    && !leaving.contains(other.getKey())) {
                waiting.add(origin);
                return "is not served, since " + id + ", is served from " + other.getKey() + " already";
            }
        }
        Served before = served.get(origin);
        // The card stands at a file's end: what is left of a file that was cut off there is a model without one.
        return before != null && before.verified() && model.verifiedRows() == 0 && size < before.size()
                ? "has no golden rows and is smaller than the model before it, which had some, so it looks cut off;"
                        + " if it is meant, remove the file first"
                : "";
    }
}
