package dev.onward.repository;

import dev.onward.model.Model;
import dev.onward.onnx.MissingDataException;
import dev.onward.repository.ChangeDetector.Changes;
import dev.onward.repository.ChangeDetector.LoadCandidate;
import dev.onward.repository.ModelSource.Content;
import dev.onward.runtime.ModelException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

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

    /** The size of all files that are opened at the same time, so that they need no more memory than a large one. */
    private static final long MAX_OPENING_BYTES = Runtime.getRuntime().maxMemory() / 64;

    /** The age of the last poll, in intervals, from which {@link #overdue} reports it. */
    private static final int MAX_AGE_POLLS = 5;

    /** The least age that is reported, because a busy machine delays polls. */
    private static final Duration MIN_OVERDUE = Duration.ofSeconds(5);

    private final ModelSource source;
    private final ModelLoader loader;
    private final ModelRepository repository;
    private final ChangeDetector detector = new ChangeDetector();
    private final ServedFiles servedFiles;
    private Optional<Thread> thread = Optional.empty();

    private final LongSupplier clock;

    /** The interval between two polls; empty if there is no thread. */
    private volatile Optional<Duration> interval = Optional.empty();

    /** The time of the clock at the end of the last poll that saw the source, or found that it cannot be read. */
    private volatile long lastPoll;

    /** The last unexpected error that was logged. The same error at each poll is logged once. */
    private String loggedError = "";

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

    /** @param clock in nanoseconds, from any origin */
    FolderPoller(ModelSource source, ModelLoader loader, ModelRepository repository, LongSupplier clock) {
        this.source = source;
        this.loader = loader;
        this.repository = repository;
        this.clock = clock;
        this.lastPoll = clock.getAsLong();
        this.servedFiles = new ServedFiles(repository);
    }

    /**
     * Loads every file, and then polls in a thread of its own.
     *
     * @param pollInterval between the end of one poll and the start of the next; zero to start no thread
     */
    void start(Duration pollInterval) {
        try {
            poll();
            for (int i = 1; i < MAX_INITIAL_POLLS && !changing.isEmpty(); i++) {
                poll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        isStarting = false;
        repository.change(Catalogue::settled);
        if (!pollInterval.isZero()) {
            interval = Optional.of(pollInterval);
            Thread started = new Thread(() -> pollEvery(pollInterval), "onward-poll");
            started.setDaemon(true);
            started.start();
            thread = Optional.of(started);
        }
    }

    private void pollEvery(Duration pollInterval) {
        while (true) {
            try {
                TimeUnit.NANOSECONDS.sleep(pollInterval.toNanos());
                poll();
            } catch (InterruptedException e) {
                // close() interrupts the thread to end it.
                return;
            } catch (Throwable e) {
                // Logging an error may fail as well, which must not end the polling.
            }
        }
    }

    /** Returns the time since the last poll; empty if the source is not polled. */
    Optional<Duration> age() {
        return interval.map(known -> Duration.ofNanos(clock.getAsLong() - lastPoll));
    }

    /** Returns the reason to assume that changes are no longer detected; empty if polls are on time. */
    Optional<String> overdue() {
        Optional<Duration> age = age();
        return interval.filter(known -> age.orElseThrow().compareTo(known.multipliedBy(MAX_AGE_POLLS)) > 0
                        && age.orElseThrow().compareTo(MIN_OVERDUE) > 0)
                .map(known ->
                        source.name() + " was last checked " + age.orElseThrow().toSeconds() + " s ago, but should be"
                                + " checked every " + known.toMillis() / 1000.0 + " s; changes may go unnoticed");
    }

    /** Scans the source once, and loads and unloads models accordingly. */
    void poll() throws InterruptedException {
        try {
            Content content = source.scan();
            Changes changes = detector.next(content);
            Set<String> leaving = Set.copyOf(changes.unload());
            changing.clear();
            load(changes.load(), leaving);
            changes.unload().forEach(this::unload);
            changing.addAll(changes.changing());
            publish(content.unserved());
            lastPoll = clock.getAsLong();
        } catch (IOException e) {
            // The state of the files is unknown, so nothing changes.
            publish(Map.of(source.name(), source.unreadableReason(e)));
            lastPoll = clock.getAsLong();
        } catch (RuntimeException | Error e) {
            // An exception would end the polling.
            String error = e.toString();
            if (!error.equals(loggedError)) {
                loggedError = error;
                LOG.log(Level.ERROR, "polling " + source.name() + " failed", e);
            }
        }
    }

    /** Opens several files at the same time, and adds their models in the order of the files. */
    private void load(List<LoadCandidate> candidates, Set<String> leaving) throws InterruptedException {
        Deque<OpeningFile> openings = new ArrayDeque<>();
        try {
            for (LoadCandidate candidate : candidates) {
                while (!mayStart(candidate, openings)) {
                    ModelLoader.awaitAny(openings.stream()
                            .map(OpeningFile::opening)
                            .filter(ModelLoader.Opening::isRunning)
                            .toList());
                }
                openings.add(new OpeningFile(candidate, loader.start(candidate.file())));
                while (!openings.isEmpty() && !openings.element().opening().isRunning()) {
                    add(openings.remove(), leaving);
                }
            }
            while (!openings.isEmpty()) {
                add(openings.remove(), leaving);
            }
        } finally {
            // None is left unless this thread was interrupted.
            openings.forEach(file -> file.opening().abandon());
        }
    }

    /** A file whose model is being opened. */
    private record OpeningFile(LoadCandidate candidate, ModelLoader.Opening opening) {}

    /** Opening a model takes several times the size of its file. A file above the limit is opened alone. */
    private static boolean mayStart(LoadCandidate candidate, Deque<OpeningFile> openings) {
        List<OpeningFile> running =
                openings.stream().filter(file -> file.opening().isRunning()).toList();
        long bytes =
                running.stream().mapToLong(file -> file.candidate().bytes()).sum();
        return running.isEmpty()
                || (running.size() < Runtime.getRuntime().availableProcessors()
                        && bytes + candidate.bytes() <= MAX_OPENING_BYTES);
    }

    private void add(OpeningFile file, Set<String> leaving) throws InterruptedException {
        LoadCandidate candidate = file.candidate();
        String origin = candidate.file().origin();
        try {
            ModelHandle handle = file.opening().await();
            Model model = handle.model();
            if (!model.dataFiles().equals(candidate.dataFiles()) || !candidate.isUnchanged()) {
                // It is uncertain which bytes were read. The next poll takes the fingerprints of the data files too.
                handle.retire();
                detector.setDataFiles(candidate, model.dataFiles());
                changing.add(origin);
                return;
            }
            detector.markTried(candidate);
            servedFiles.put(origin, handle, candidate.fingerprint().file().size(), leaving);
            loadFailures.remove(origin);
            servedFiles.takeDuplicates().forEach(detector::retry);
        } catch (MissingDataException e) {
            detector.markDataMissing(candidate);
            addFailure(origin, e);
        } catch (ModelException e) {
            detector.markTried(candidate);
            addFailure(origin, e);
        } catch (RuntimeException | Error e) {
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
        for (Map.Entry<String, String> entry : lasting.entrySet()) {
            String reason = entry.getValue();
            if (!isStarting && !reason.equals(logged.get(entry.getKey()))) {
                LOG.log(Level.WARNING, reason);
            }
        }
        logged = lasting;
        Map<String, String> all = new TreeMap<>(lasting);
        changing.forEach(origin -> all.put(origin, origin + ": waiting until the file stops changing"));
        repository.change(catalogue -> {
            Catalogue changed = catalogue.withUnserved(all, source.emptyReason());
            return isStarting ? changed : changed.settled();
        });
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
