package dev.onward.repository;

import dev.onward.model.Model;
import dev.onward.onnx.MissingDataException;
import dev.onward.repository.ChangeDetector.Changes;
import dev.onward.repository.ChangeDetector.LoadCandidate;
import dev.onward.repository.ModelSource.Content;
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
 * Scans a source at intervals and updates the repository accordingly. It polls because network file systems and
 * Kubernetes volumes do not report changes.
 */
final class FolderPoller implements AutoCloseable {

    private static final Logger LOG = System.getLogger(FolderPoller.class.getName());

    /** A scan may hang in a network file system that is not reachable. */
    private static final long CLOSE_MILLIS = 5_000;

    /** At the start, a file that changes while it is opened is tried again at once, a limited number of times. */
    private static final int MAX_INITIAL_POLLS = 4;

    private final ModelSource source;
    private final ModelLoader loader;
    private final ModelRepository repository;
    private final ChangeDetector detector = new ChangeDetector();
    private final ServedFiles servedFiles;
    private Optional<Thread> thread = Optional.empty();

    /** Reasons why files could not be loaded, by origin. */
    private final Map<String, String> loadFailures = new HashMap<>();

    /** Origins of files that changed between two polls or while they were opened. */
    private final Set<String> changing = new HashSet<>();

    /**
     * Reasons that were logged. The reasons at startup are not logged here, because the code that starts the
     * application reports them.
     */
    private Map<String, String> logged = Map.of();

    private boolean isStarting = true;

    FolderPoller(ModelSource source, ModelLoader loader, ModelRepository repository) {
        this.source = source;
        this.loader = loader;
        this.repository = repository;
        this.servedFiles = new ServedFiles(repository);
    }

    /**
     * Loads every file, and then polls in a thread of its own.
     *
     * @param interval between the end of one poll and the start of the next; zero to start no thread
     */
    void start(Duration interval) {
        try {
            poll();
            for (int i = 1; i < MAX_INITIAL_POLLS && !changing.isEmpty(); i++) {
                poll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        isStarting = false;
        if (!interval.isZero()) {
            Thread started = new Thread(() -> pollEvery(interval), "onward-poll");
            started.setDaemon(true);
            started.start();
            thread = Optional.of(started);
        }
    }

    private void pollEvery(Duration interval) {
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(interval.toNanos());
                poll();
            }
        } catch (InterruptedException e) {
            // close() interrupts the thread to end it.
        }
    }

    /** Scans the source once, and loads and unloads models accordingly. */
    void poll() throws InterruptedException {
        try {
            Content content = source.scan();
            Changes changes = detector.next(content);
            Set<String> leaving = Set.copyOf(changes.unload());
            changing.clear();
            for (LoadCandidate candidate : changes.load()) {
                load(candidate, leaving);
            }
            changes.unload().forEach(this::unload);
            changing.addAll(changes.changing());
            publish(content.unserved());
        } catch (IOException e) {
            // The state of the files is unknown, so nothing changes.
            publish(Map.of(source.name(), source.name() + " cannot be read: " + Text.reason(e)));
        } catch (RuntimeException e) {
            // An exception would end the polling.
            LOG.log(Level.ERROR, "polling " + source.name() + " failed", e);
        }
    }

    private void load(LoadCandidate candidate, Set<String> leaving) throws InterruptedException {
        String origin = candidate.file().origin();
        try {
            Model model = loader.open(candidate.file());
            if (!model.dataFiles().equals(candidate.dataFiles()) || !candidate.isUnchanged()) {
                // It is uncertain which bytes were read. The next poll takes the fingerprints of the data files too.
                model.close();
                detector.setDataFiles(candidate, model.dataFiles());
                changing.add(origin);
                return;
            }
            detector.markTried(candidate);
            servedFiles.put(origin, model, candidate.fingerprint().file().size(), leaving);
            loadFailures.remove(origin);
            servedFiles.takeDuplicates().forEach(detector::retry);
        } catch (MissingDataException e) {
            detector.markDataMissing(candidate);
            addFailure(origin, e);
        } catch (ModelException e) {
            detector.markTried(candidate);
            addFailure(origin, e);
        } catch (RuntimeException | OutOfMemoryError e) {
            detector.markTried(candidate);
            LOG.log(Level.ERROR, origin + " could not be loaded", e);
            addFailure(origin, new ModelException(origin + ": could not be loaded: " + e, e));
        }
    }

    private void addFailure(String origin, ModelException e) {
        String remark = servedFiles.isServed(origin) ? "; the previous model is still served" : "";
        loadFailures.put(origin, e.getMessage() + remark);
    }

    private void unload(String origin) {
        loadFailures.remove(origin);
        servedFiles.remove(origin);
        servedFiles.takeDuplicates().forEach(detector::retry);
    }

    /** Puts the reasons for unserved files into the catalogue, and logs each of them once. */
    private void publish(Map<String, String> unserved) {
        Map<String, String> lasting = new TreeMap<>(loadFailures);
        lasting.putAll(unserved);
        lasting.forEach((origin, reason) -> {
            if (!isStarting && !reason.equals(logged.get(origin))) {
                LOG.log(Level.WARNING, reason);
            }
        });
        logged = lasting;
        Map<String, String> all = new TreeMap<>(lasting);
        changing.forEach(origin -> all.put(origin, origin + ": waiting until the file stops changing"));
        repository.change(catalogue -> catalogue.withUnserved(all, source.emptyReason()));
    }

    /** Ends the polling and the loading of a model. */
    @Override
    public void close() {
        thread.ifPresent(running -> {
            running.interrupt();
            try {
                running.join(CLOSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        loader.close();
    }
}
