package dev.onward.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** The end of the process: what is closed then, and the log, which stays open until then. Thread-safe. */
final class Shutdown {

    private static volatile boolean logIsKept;

    private final Deque<AutoCloseable> atExit = new ConcurrentLinkedDeque<>();
    private final AtomicBoolean isSettled = new AtomicBoolean();

    /** Its read lock is held while temporary files are created, its write lock to end that. */
    private final ReadWriteLock files = new ReentrantReadWriteLock();

    /** Guarded by {@link #files}. */
    private boolean isEnding;

    /** Creates temporary files. */
    @FunctionalInterface
    interface FileCreation<T> {
        T create() throws IOException;
    }

    private Shutdown() {}

    /** Prepares for the end of this process. */
    static Shutdown prepare() {
        keepLog();
        Shutdown shutdown = new Shutdown();
        Runtime.getRuntime().addShutdownHook(new Thread(shutdown::exit, "onward-exit"));
        return shutdown;
    }

    /** What is closed when the process exits, the last one pushed first. */
    Deque<AutoCloseable> atExit() {
        return atExit;
    }

    /**
     * Whether the command has ended or serves requests. Otherwise the exit interrupts it, and it must not report that
     * its files are being deleted.
     */
    AtomicBoolean isSettled() {
        return isSettled;
    }

    /**
     * Creates temporary files, which are deleted at exit.
     *
     * @throws IOException if they cannot be created, or the process is being ended
     */
    <T> T createFiles(FileCreation<T> creation) throws IOException {
        files.readLock().lock();
        try {
            if (isEnding) {
                throw new IOException("the process is being ended");
            }
            return creation.create();
        } finally {
            files.readLock().unlock();
        }
    }

    private void exit() {
        PrintStream err = System.err;
        if (!isSettled.get()) {
            silence();
        }
        files.writeLock().lock();
        try {
            isEnding = true;
        } finally {
            files.writeLock().unlock();
        }
        atExit.forEach(closeable -> close(closeable, err));
    }

    private static void silence() {
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
        Logger root = Logger.getLogger("");
        Stream.of(root.getHandlers()).forEach(handler -> {
            root.removeHandler(handler);
            handler.close();
        });
    }

    private static void close(AutoCloseable closeable, PrintStream err) {
        try {
            closeable.close();
        } catch (Exception e) {
            err.println("onward: error during shutdown: " + e);
        }
    }

    /**
     * Installs {@link Log} by its name, before anything is logged, because loading the class would install the JDK's
     * log manager.
     */
    private static void keepLog() {
        String name = "java.util.logging.manager";
        if (System.getProperty(name) == null) {
            System.setProperty(name, Shutdown.class.getName() + "$Log");
        }
        // Reading the configuration calls reset once. That call must take effect.
        LogManager.getLogManager();
        logIsKept = true;
    }

    /**
     * Keeps the log open during shutdown, while the last requests are processed; the JDK's log manager closes it when
     * shutdown begins. No line is lost: each is flushed, or written when the handler is closed at exit. The JDK creates
     * it by its name.
     */
    public static final class Log extends LogManager {

        @Override
        public void reset() {
            if (!logIsKept) {
                super.reset();
            }
        }
    }

    /** Ends the log. Threads may still run when the files of their classes are deleted, and would log that they fail. */
    static void endLog() {
        logIsKept = false;
        LogManager.getLogManager().reset();
    }
}
