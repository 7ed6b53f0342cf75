package dev.onward.repository;

import dev.onward.model.Model;
import dev.onward.model.ModelException;
import dev.onward.model.ModelId;
import dev.onward.repository.ModelSource.Content;
import dev.onward.repository.Sightings.Changes;
import dev.onward.repository.Sightings.Sight;
import dev.onward.table.Text;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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

    private final ModelSource source;
    private final Loader loader;
    private final ModelRepository repository;
    private final Sightings sightings = new Sightings();
    private Optional<Thread> looking = Optional.empty();

    /** What is served from each file that is. */
    private final Map<String, ModelId> serving = new HashMap<>();

    /** Why each file that was tried in vain could not be opened. */
    private final Map<String, String> failed = new HashMap<>();

    /** All failures as they were told last; those of the first look are told by whoever starts it. */
    private Map<String, String> told = Map.of();

    private boolean isFirst = true;

    Watcher(ModelSource source, Loader loader, ModelRepository repository) {
        this.source = source;
        this.loader = loader;
        this.repository = repository;
    }

    /** Looks once, and from then on again and again. */
    void start(Duration poll) {
        try {
            look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
            changes.unload().forEach(this::unload);
            for (Sight sight : changes.load()) {
                load(sight);
            }
            tell(content.faults());
        } catch (IOException e) {
            // Nothing is known of what is there, and so everything stays.
            tell(Map.of(source.name(), source.name() + " cannot be read: " + Text.reason(e)));
        } catch (RuntimeException e) {
            // Thrown, it would end the looking.
            LOG.log(Level.ERROR, "looking at " + source.name() + " failed", e);
        }
    }

    private void load(Sight sight) throws InterruptedException {
        String origin = sight.file().origin();
        try {
            Model model = loader.open(sight.file());
            if (sight.file().isUnchanged()) {
                serve(origin, model);
                sightings.tried(sight, false, model.hasExternalData());
                failed.remove(origin);
            } else {
                // Nobody knows which bytes were read. The next look sees it again.
                model.close();
            }
        } catch (ModelException e) {
            sightings.tried(sight, true, true);
            String stays = serving.containsKey(origin) ? "; the model that it held before is still served" : "";
            failed.put(origin, e.getMessage() + stays);
        }
    }

    /** @throws ModelException if another file is served under the same name and version */
    private void serve(String origin, Model model) {
        ModelId id = ModelRepository.id(model);
        for (Map.Entry<String, ModelId> other : serving.entrySet()) {
            if (other.getValue().equals(id) && !other.getKey().equals(origin)) {
                model.close();
                throw new ModelException(
                        origin + ": is not served, since " + id + ", is served from " + other.getKey() + " already");
            }
        }
        Optional<ModelId> before = Optional.ofNullable(serving.put(origin, id));
        repository.change(
                catalogue -> before.map(catalogue::without).orElse(catalogue).with(id, new Held(model)));
        Announcement.log(model);
    }

    private void unload(String origin) {
        failed.remove(origin);
        ModelId id = serving.remove(origin);
        if (id != null) {
            repository.change(catalogue -> catalogue.without(id));
            LOG.log(Level.INFO, "no longer serving " + id + ": " + origin + " is gone");
        }
    }

    /** Makes failures known: to those who ask, and once to the log. */
    private void tell(Map<String, String> others) {
        Map<String, String> all = new TreeMap<>(failed);
        all.putAll(others);
        all.forEach((origin, failure) -> {
            if (!isFirst && !failure.equals(told.get(origin))) {
                LOG.log(Level.WARNING, failure);
            }
        });
        told = all;
        isFirst = false;
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
    }
}
