package dev.onward.repository;

import dev.onward.model.FeatureOptions;
import dev.onward.model.Model;
import dev.onward.model.ModelId;
import dev.onward.onnx.guard.GuardLimits;
import dev.onward.runtime.ModelException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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
 * The models that are being served. Callers lease a model to use it; a model that is replaced or removed in the
 * meantime is closed after its last lease. Thread-safe.
 */
public final class ModelRepository implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ModelRepository.class.getName());
    private static final String STOPPING = "the application is shutting down";

    private volatile Catalogue catalogue;
    private Optional<FolderPoller> poller = Optional.empty();
    private boolean closed;

    private ModelRepository(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * Options for models in files.
     *
     * @param pollInterval between the end of one poll and the start of the next; zero to never poll again
     * @param loadTimeout for opening one model
     * @param limits for the models
     * @param features how the features are presented
     */
    public record FileOptions(
            Duration pollInterval, Duration loadTimeout, GuardLimits limits, FeatureOptions features) {}

    /** Serves one model that never changes. If it cannot be opened, the catalogue has the reason. */
    public static ModelRepository of(Supplier<Model> opener) {
        try {
            Model model = opener.get();
            logServed(model);
            Catalogue empty = Catalogue.empty(STOPPING, Optional.empty());
            return new ModelRepository(empty.with(id(model), ModelHandle.of(model, ModelLoader::startThread)));
        } catch (ModelException e) {
            return failed(String.valueOf(e.getMessage()));
        }
    }

    /** Serves no model, for the given reason. */
    public static ModelRepository failed(String reason) {
        return new ModelRepository(Catalogue.empty(reason, Optional.empty()));
    }

    /** Serves the model in a file, and follows changes to it. Returns when the file has been tried. */
    public static ModelRepository ofFile(Path file, FileOptions options) {
        return polled(new FileSource(file), Optional.empty(), options);
    }

    /**
     * Serves the models in a folder, {@code name.onnx} or {@code name/version/model.onnx}, and follows changes to it.
     * Returns when every file has been tried.
     *
     * @param defaultName name of the default model; if empty, the first model that is served alone is the default
     *     until it is removed
     */
    public static ModelRepository ofFolder(Path folder, Optional<String> defaultName, FileOptions options) {
        return polled(new FolderSource(folder), defaultName, options);
    }

    private static ModelRepository polled(ModelSource source, Optional<String> defaultName, FileOptions options) {
        ModelRepository repository = new ModelRepository(Catalogue.empty(source.emptyReason(), defaultName));
        ModelLoader loader = new ModelLoader(options);
        FolderPoller poller = new FolderPoller(source, loader, repository, System::nanoTime);
        repository.poller = Optional.of(poller);
        poller.start(options.pollInterval());
        return repository;
    }

    static void logServed(Model model) {
        String verification =
                model.verifiedRows() == 0 ? "not verified" : model.verifiedRows() + " golden rows reproduced";
        LOG.log(
                Level.INFO,
                "serving " + model.name() + ", version " + model.version() + ", sha256 " + model.sha256() + ", "
                        + verification);
        for (String sentence : model.recognition()) {
            LOG.log(Level.INFO, model.name() + ": " + sentence);
        }
        if (model.notTabularReason().isPresent()) {
            String reason = model.notTabularReason().get();
            LOG.log(Level.WARNING, model.name() + ": does not accept tabular data: " + reason);
        }
    }

    static ModelId id(Model model) {
        return new ModelId(model.name(), model.version());
    }

    /** Returns the models that are being served now. */
    public Catalogue catalogue() {
        return catalogue;
    }

    /**
     * Leases a model. The caller closes the lease.
     *
     * @param name of the model; the default if empty
     * @param version of the model; the highest if empty
     * @throws NotReadyException if no model is served, or if the requested default model is not served
     * @throws NoSuchModelException if this name or version is not served, or if no model is named and there is no
     *     default model
     */
    public Lease lease(Optional<String> name, Optional<String> version) {
        while (true) {
            ModelHandle handle = catalogue.find(name, version);
            if (handle.acquire()) {
                return new Lease(handle);
            }
            // The model was retired after it was found, so there is a newer catalogue.
        }
    }

    /**
     * Checks whether the runs of a model on few rows are quick; false if it is not served.
     *
     * @param name of the model; the default if empty
     * @param version of the model; the highest if empty
     */
    public boolean hasQuickRuns(Optional<String> name, Optional<String> version) {
        try {
            ModelHandle handle = catalogue.find(name, version);
            return handle.runTimes().areQuick() && !handle.model().hasLoops();
        } catch (NotReadyException | NoSuchModelException e) {
            return false;
        }
    }

    /** Replaces the catalogue, and then retires the models that are no longer in it. */
    void change(UnaryOperator<Catalogue> change) {
        Collection<ModelHandle> before;
        Collection<ModelHandle> after;
        synchronized (this) {
            Catalogue next = change.apply(catalogue);
            before = closed ? next.handles() : catalogue.handles();
            after = closed ? Set.of() : next.handles();
            if (!closed) {
                catalogue = next;
            }
        }
        Set<ModelHandle> retired = Collections.newSetFromMap(new IdentityHashMap<>());
        retired.addAll(before);
        retired.removeAll(after);
        retired.forEach(ModelHandle::retire);
    }

    /** Returns the time since the files were last checked for changes; empty if they are not. */
    public Optional<Duration> pollAge() {
        return poller.flatMap(FolderPoller::age);
    }

    /** Returns the reason, for operators, to assume that changes of files are not detected; empty if they are. */
    public Optional<String> overduePoll() {
        return poller.flatMap(FolderPoller::overdue);
    }

    /** Polls the files once, for tests, which would otherwise have to wait for the poller's thread. */
    void poll() throws InterruptedException {
        if (poller.isPresent()) {
            poller.get().poll();
        }
    }

    /** Closes every model, those in use after their last lease. Ends the polling. */
    @Override
    public void close() {
        synchronized (this) {
            change(last -> Catalogue.empty(STOPPING, Optional.empty()));
            closed = true;
        }
        poller.ifPresent(FolderPoller::close);
    }
}
