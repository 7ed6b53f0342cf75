package dev.onward.repository;

import dev.onward.model.Model;
import dev.onward.onnx.MissingDataException;
import dev.onward.repository.ModelSource.Content;
import dev.onward.repository.Sightings.Changes;
import dev.onward.repository.Sightings.Sight;
import dev.onward.runtime.ModelException;
import dev.onward.table.Text;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Looks at the files now and then, and brings the repository to where they are. It looks and does not listen: network
 * file systems and volumes of Kubernetes tell nobody of their changes.
 */
final class Watcher implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Watcher.class.getName());

    /** A look may hang in a file system that has gone away. */
    private static final long CLOSE_MILLIS = 5_000;

    /** At the start a file that changes while it is opened is tried again at once, but not for ever. */
    private static final int FIRST_LOOKS = 4;

    private final ModelSource source;
    private final Loader loader;
    private final ModelRepository repository;
    private final Sightings sightings = new Sightings();
    private final Serving serving;
    private Optional<Thread> looking = Optional.empty();

    /** Why each file that was tried in vain could not be opened. */
    private final Map<String, String> failed = new HashMap<>();

    /** Files that changed while they were opened. */
    private final Set<String> changing = new HashSet<>();

    /** What was logged last; what the first looks find is told by whoever starts. */
    private Map<String, String> told = Map.of();

    private boolean isStarting = true;

    Watcher(ModelSource source, Loader loader, ModelRepository repository) {
        this.source = source;
        this.loader = loader;
        this.repository = repository;
        this.serving = new Serving(repository);
    }

    /** Looks once, and from then on again and again. */
    void start(Duration poll) {
        try {
            look();
            for (int i = 1; i < FIRST_LOOKS && !changing.isEmpty(); i++) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        isStarting = false;
        if (!poll.isZero()) {
            Thread thread = new Thread(() -> lookEvery(poll), "onward-watch");
            thread.setDaemon(true);
            thread.start();
            looking = Optional.of(thread);
        }
    }

    private void lookEvery(Duration poll) {
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(poll.toNanos());
                look();
            }
        } catch (InterruptedException e) {
            // This is how it is told to end.
        }
    }

    private void look() throws InterruptedException {
        try {
            Content content = source.scan();
            Changes changes = sightings.next(content);
            Set<String> leaving = Set.copyOf(changes.unload());
            changing.clear();
            for (Sight sight : changes.load()) {
                load(sight, leaving);
            }
            changes.unload().forEach(this::unload);
            changing.addAll(changes.waiting());
            tell(content.faults());
        } catch (IOException e) {
            // Nothing is known of what is there, and so everything stays.
            tell(Map.of(source.name(), source.name() + " cannot be read: " + Text.reason(e)));
        } catch (RuntimeException e) {
            // Thrown, it would end the looking.
            LOG.log(Level.ERROR, "looking at " + source.name() + " failed", e);
        }
    }

    private void load(Sight sight, Set<String> leaving) throws InterruptedException {
        String origin = sight.file().origin();
        try {
            Model model = loader.open(sight.file());
            if (!model.dataFiles().equals(sight.parts()) || !sight.isUnchanged()) {
                // Nobody knows which bytes were read. Now that it is known where all of them are, it is looked at
                // again.
                model.close();
                sightings.parts(sight, model.dataFiles());
                changing.add(origin);
                return;
            }
            sightings.tried(sight);
            serving.put(origin, model, sight.state().file().size(), leaving);
            failed.remove(origin);
            serving.takeWaiting().forEach(sightings::forget);
        } catch (MissingDataException e) {
            sightings.lacking(sight);
            fail(origin, e);
        } catch (ModelException e) {
            sightings.tried(sight);
            fail(origin, e);
        } catch (RuntimeException | OutOfMemoryError e) {
            sightings.tried(sight);
            LOG.log(Level.ERROR, origin + " could not be loaded", e);
            fail(origin, new ModelException(origin + ": could not be loaded: " + e, e));
        }
    }

    private void fail(String origin, ModelException e) {
        String stays = serving.isServed(origin) ? "; the model that it held before is still served" : "";
        failed.put(origin, e.getMessage() + stays);
    }

    private void unload(String origin) {
        failed.remove(origin);
        serving.remove(origin);
        serving.takeWaiting().forEach(sightings::forget);
    }

    /** Makes known what is not served: to those who ask, and once to the log. */
    private void tell(Map<String, String> others) {
        Map<String, String> lasting = new TreeMap<>(failed);
        lasting.putAll(others);
        lasting.forEach((origin, failure) -> {
            if (!isStarting && !failure.equals(told.get(origin))) {
                LOG.log(Level.WARNING, failure);
            }
        });
        told = lasting;
        Map<String, String> all = new TreeMap<>(lasting);
        changing.forEach(
                origin -> all.put(origin, origin + ": waits until it stays the same from one look to the next"));
        repository.change(catalogue -> catalogue.withFailures(all, source.emptiness()));
    }

    /** Ends the looking, and the load that may be under way. */
    @Override
    public void close() {
        looking.ifPresent(thread -> {
            thread.interrupt();
            try {
                thread.join(CLOSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        loader.close();
    }
}
