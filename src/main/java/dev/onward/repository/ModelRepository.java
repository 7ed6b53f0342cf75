package dev.onward.repository;

import dev.onward.model.Model;
import dev.onward.model.ModelId;
import dev.onward.runtime.ModelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The models that are served. Whoever asks one leases it; one that is replaced or removed meanwhile is closed after its
 * last lease. For any number of threads.
 */
public final class ModelRepository implements AutoCloseable {

    private volatile Catalogue catalogue;
    private Optional<Watcher> watcher = Optional.empty();
    private boolean closed;

    private ModelRepository(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * How files are watched.
     *
     * @param poll how long after one look the next one is; 0 for no further look
     * @param loadLimit how long opening a model may take
     * @param sizeLimit most bytes that a model may have, with its data in other files
     */
    public record Watching(Duration poll, Duration loadLimit, long sizeLimit) {}

    /** Serves one model that never changes. One that cannot be opened does not throw: its catalogue tells why. */
    public static ModelRepository of(Supplier<Model> opener) {
        ModelRepository repository = failed("");
        try {
            Model model = opener.get();
            repository.change(empty -> empty.with(id(model), new Held(model)));
            Announcement.log(model);
            return repository;
        } catch (ModelException e) {
            repository.catalogue = Catalogue.empty(String.valueOf(e.getMessage()), Optional.empty());
            return repository;
        }
    }

    /** Serves nothing, for the reason given. */
    public static ModelRepository failed(String reason) {
        return new ModelRepository(Catalogue.empty(reason, Optional.empty()));
    }

    /** Serves the model in a file, and whatever model takes its place. The file has been tried when this returns. */
    public static ModelRepository ofFile(Path file, Watching watching) {
        return watched(new SingleFile(file), Optional.empty(), watching);
    }

    /**
     * Serves the models in a folder, whatever comes and goes: {@code name.onnx} or {@code name/version/model.onnx}.
     * Every file has been tried when this returns.
     *
     * @param defaultName of the model that is asked when none is named; if empty, the only one if there is only one
     */
    public static ModelRepository ofFolder(Path folder, Optional<String> defaultName, Watching watching) {
        return watched(new ModelFolder(folder), defaultName, watching);
    }

    private static ModelRepository watched(ModelSource source, Optional<String> defaultName, Watching watching) {
        ModelRepository repository = new ModelRepository(Catalogue.empty(source.emptiness(), defaultName));
        Watcher watcher = new Watcher(source, new Loader(watching.loadLimit(), watching.sizeLimit()), repository);
        repository.watcher = Optional.of(watcher);
        watcher.start(watching.poll());
        return repository;
    }

    static ModelId id(Model model) {
        return new ModelId(model.name(), model.version());
    }

    /** What is served now. */
    public Catalogue catalogue() {
        return catalogue;
    }

    /**
     * Takes a model for use; the caller closes the lease.
     *
     * @param name of the model; the default if empty
     * @param version of the model; the highest if empty
     * @throws NotReadyException if nothing is served, or not the default that was chosen
     * @throws NoSuchModelException if nothing of that name or version is, or there are several models and no default
     */
    public Lease lease(Optional<String> name, Optional<String> version) {
        while (true) {
            Held held = catalogue.find(name, version);
            if (held.acquire()) {
                return new Lease(held);
            }
            // It was retired between the two lines above, and so there is a newer catalogue.
        }
    }

    /** Puts another catalogue in the place of the one there is, and then retires what is no longer in it. */
    void change(UnaryOperator<Catalogue> change) {
        Collection<Held> before;
        Collection<Held> after;
        synchronized (this) {
            Catalogue next = change.apply(catalogue);
            before = closed ? next.held() : catalogue.held();
            after = closed ? Set.of() : next.held();
            if (!closed) {
                catalogue = next;
            }
        }
        Set<Held> retired = Collections.newSetFromMap(new IdentityHashMap<>());
        retired.addAll(before);
        retired.removeAll(after);
        retired.forEach(Held::retire);
    }

    /** Looks no more, and closes every model as soon as nobody has it. */
    @Override
    public void close() {
        watcher.ifPresent(Watcher::close);
        synchronized (this) {
            change(last -> Catalogue.empty("the application is stopping", Optional.empty()));
            closed = true;
        }
    }
}
