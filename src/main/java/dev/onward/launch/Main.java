package dev.onward.launch;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The main class of the executable WAR: unpacks the nested jars and calls {@link Launcher}. At the root of the WAR,
 * where no jar is on the class path, it depends on the JDK only. It is also the main class of what {@link UnpackCommand}
 * has unpacked, where the JVM's own class path has all jars.
 */
public final class Main {

    private static final String SERVER = "WEB-INF/server/";
    private static final List<String> EVERYTHING =
            List.of(SERVER, "WEB-INF/commands/", "WEB-INF/lib/", "WEB-INF/model.onnx");

    /** What only the launcher uses. */
    private static final List<String> LAUNCHER = List.of(SERVER, "WEB-INF/commands/", "dev/");

    /** The folder into which the web application is unpacked. */
    static final String APPLICATION = "application";

    /** The folder into which {@link UnpackCommand} unpacks the native libraries of the runtime. */
    static final String NATIVES = "native";

    /** The runtime's property for such a folder. */
    private static final String NATIVE_PATH = "onnxruntime.native.path";

    /** Commands that serve, for which {@link #SERVER} and the application beside it are enough. */
    private static final List<String> SERVER_COMMANDS = List.of("serve", "help");

    /** The beginning of the names of folders with unpacked files. */
    private static final String PREFIX = "onward-";

    private static final int DELETIONS = 10;
    private static final int DELETION_PAUSE_MILLIS = 20;

    /** The file in such a folder that its process holds locked. */
    private static final String LOCK = "lock";

    /** Its read lock is held while temporary files are created, its write lock to end that. */
    private static final ReadWriteLock FILES = new ReentrantReadWriteLock();

    private static volatile boolean logIsKept;

    /** Guarded by {@link #FILES}. */
    private static boolean isEnding;

    private Main() {}

    /**
     * Runs the command line. If the first argument is an option or missing, it serves; otherwise it is the name of a
     * command. Serving must not find the libraries of the application beside those of the server.
     */
    public static void main(String[] args) throws ReflectiveOperationException {
        keepLog();
        boolean needsServerOnly = args.length == 0 || args[0].startsWith("-") || SERVER_COMMANDS.contains(args[0]);
        boolean isUnpacked = Main.class.getResource("Launcher.class") != null;
        Deque<AutoCloseable> atExit = new ConcurrentLinkedDeque<>();
        AtomicBoolean isSettled = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> exit(atExit, isSettled.get()), "onward-exit"));

        Path work = Path.of("");
        Path content = work;
        Future<?> unpacked = CompletableFuture.completedFuture(null);
        ClassLoader loader = Main.class.getClassLoader();
        try {
            Path self = self();
            work = workFolder(atExit, isSettled);
            if (isUnpacked) {
                content = self.resolveSibling(APPLICATION);
                useNatives(self.resolveSibling(NATIVES).resolve(platform()));
            } else {
                content = needsServerOnly ? work.resolve(APPLICATION) : work;
                if (needsServerOnly) {
                    unpacked = unpackApplication(self, content, atExit);
                }
                unpack(self, work, entry -> isIn(needsServerOnly ? List.of(SERVER) : EVERYTHING, entry));
                loader = new URLClassLoader(classPath(work), ClassLoader.getPlatformClassLoader());
            }
        } catch (IOException e) {
            System.err.println("onward: " + unpackingFailed(e));
            System.exit(1);
        }
        Thread.currentThread().setContextClassLoader(loader);
        Object status = loader.loadClass("dev.onward.launch.Launcher")
                .getMethod(
                        "run", Path.class, Future.class, Path.class, Deque.class, AtomicBoolean.class, String[].class)
                .invoke(null, content, unpacked, work, atExit, isSettled, args);
        isSettled.set(true);
        System.exit((int) status);
    }

    /**
     * The jar or WAR of this class. The class itself does not know it if the JVM took it from an archive that was made
     * with another path of the jar.
     */
    static Path self() throws IOException {
        return Path.of(System.getProperty("java.class.path").split(File.pathSeparator, 2)[0])
                .toRealPath();
    }

    /** Lets the runtime load its native libraries from a folder instead of unpacking them at each start. */
    private static void useNatives(Path folder) {
        if (Files.isDirectory(folder) && System.getProperty(NATIVE_PATH) == null) {
            System.setProperty(NATIVE_PATH, folder.toString());
        }
    }

    /** The folder of this platform's native libraries in the jar of the runtime. */
    static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return (system.startsWith("windows") ? "win" : system.startsWith("mac") ? "osx" : "linux")
                + (processor.equals("aarch64") || processor.equals("arm64") ? "-aarch64" : "-x64");
    }

    private static String unpackingFailed(IOException e) {
        return "cannot unpack to the temporary folder " + System.getProperty("java.io.tmpdir") + " (" + e.getMessage()
                + "); choose another with java -Djava.io.tmpdir=FOLDER -jar onward.war";
    }

    /**
     * Installs {@link Log} by its name, before anything is logged, because loading the class would install the JDK's
     * log manager.
     */
    private static void keepLog() {
        String name = "java.util.logging.manager";
        if (System.getProperty(name) == null) {
            System.setProperty(name, Main.class.getName() + "$Log");
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

    /**
     * Closes what is open.
     *
     * @param isSettled whether the command has ended or serves requests; otherwise it is interrupted, and must not
     *     report that its files are being deleted
     */
    private static void exit(Deque<AutoCloseable> atExit, boolean isSettled) {
        PrintStream err = System.err;
        if (!isSettled) {
            System.setErr(new PrintStream(OutputStream.nullOutputStream()));
            Logger root = Logger.getLogger("");
            Stream.of(root.getHandlers()).forEach(handler -> {
                root.removeHandler(handler);
                handler.close();
            });
        }
        FILES.writeLock().lock();
        try {
            isEnding = true;
        } finally {
            FILES.writeLock().unlock();
        }
        atExit.forEach(closeable -> close(closeable, err));
    }

    /** Threads may still run when the files of their classes are deleted, and would log that they fail. */
    private static void endLog() {
        logIsKept = false;
        LogManager.getLogManager().reset();
    }

    /** Creates a folder that this process locks for as long as it lives, and deletes it at exit. */
    private static Path workFolder(Deque<AutoCloseable> atExit, AtomicBoolean isSettled) throws IOException {
        FILES.readLock().lock();
        try {
            if (isEnding) {
                throw new IOException("the process is being ended");
            }
            return lockedFolder(atExit, isSettled);
        } finally {
            FILES.readLock().unlock();
        }
    }

    private static Path lockedFolder(Deque<AutoCloseable> atExit, AtomicBoolean isSettled) throws IOException {
        while (true) {
            Path work = Files.createTempDirectory(PREFIX);
            // After the folder inside that the server creates and deletes at exit in the same way.
            work.toFile().deleteOnExit();
            FileChannel channel =
                    FileChannel.open(work.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            // Another process may have taken the folder for an abandoned one before it was locked.
            if (channel.tryLock() != null && Files.exists(work.resolve(LOCK))) {
                atExit.push(() -> {
                    if (isSettled.get()) {
                        endLog();
                        delete(work, channel);
                    } else {
                        deleteRepeatedly(work, channel);
                    }
                });
                sweep(work);
                return work;
            }
            channel.close();
        }
    }

    /**
     * Deletes the folders that killed processes have left behind: those of the same user, which nobody else can write
     * to, and which no process holds locked.
     */
    private static void sweep(Path work) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(work.getParent(), PREFIX + "*")) {
            UserPrincipal user = Files.getOwner(work);
            for (Path folder : folders) {
                if (!folder.equals(work) && isOwn(folder, user)) {
                    deleteIfAbandoned(folder);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Such folders take space and do no other harm.
        }
    }

    private static boolean isOwn(Path folder, UserPrincipal user) throws IOException {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && Files.isRegularFile(folder.resolve(LOCK), LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user)
                && (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                        || Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS)
                                .equals(PosixFilePermissions.fromString("rwx------")));
    }

    private static void deleteIfAbandoned(Path folder) {
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE)) {
            if (channel.tryLock() != null) {
                delete(folder, channel);
            }
        } catch (IOException | OverlappingFileLockException e) {
            // In use, or being deleted by another process.
        }
    }

    /** Unpacks what a servlet container would, while the classes of the server are loaded. */
    private static Future<?> unpackApplication(Path war, Path folder, Deque<AutoCloseable> atExit) throws IOException {
        Files.createDirectory(folder);
        FutureTask<?> unpacking = new FutureTask<>(() -> {
            try {
                unpack(war, folder, entry -> !isIn(LAUNCHER, entry));
            } catch (IOException e) {
                throw new IOException(unpackingFailed(e), e);
            }
            return folder;
        });
        Thread thread = new Thread(unpacking, "onward-unpack");
        thread.start();
        // Before the folder is deleted.
        atExit.push(() -> {
            unpacking.cancel(true);
            thread.join();
        });
        return unpacking;
    }

    private static boolean isIn(List<String> prefixes, JarEntry entry) {
        return prefixes.stream().anyMatch(prefix -> entry.getName().startsWith(prefix));
    }

    private static void unpack(Path war, Path work, Predicate<JarEntry> isWanted) throws IOException {
        try (JarFile jar = new JarFile(war.toFile())) {
            List<JarEntry> entries = jar.stream()
                    .filter(entry -> !entry.isDirectory() && isWanted.test(entry))
                    .toList();
            Path last = work;
            for (JarEntry entry : entries) {
                Path target = work.resolve(entry.getName());
                Path folder = Objects.requireNonNull(target.getParent());
                FILES.readLock().lock();
                try {
                    if (isEnding) {
                        return;
                    }
                    if (!folder.equals(last)) {
                        last = Files.createDirectories(folder);
                    }
                    try (InputStream content = jar.getInputStream(entry)) {
                        Files.copy(content, target);
                    }
                } finally {
                    FILES.readLock().unlock();
                }
            }
        }
    }

    private static URL[] classPath(Path work) {
        List<URL> urls = new ArrayList<>();
        Path application = work.resolve(APPLICATION);
        try (Stream<Path> files = Files.walk(work)) {
            files.filter(file -> file.toString().endsWith(".jar") && !file.startsWith(application))
                    .sorted()
                    .forEach(file -> urls.add(url(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return urls.toArray(URL[]::new);
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(AutoCloseable closeable, PrintStream err) {
        try {
            closeable.close();
        } catch (Exception e) {
            err.println("onward: error during shutdown: " + e);
        }
    }

    /** Deletes a folder while threads that nobody can stop may still write to it, or create it again. */
    private static void deleteRepeatedly(Path folder, FileChannel lock) throws InterruptedException {
        for (int i = 0; i < DELETIONS; i++) {
            try {
                if (Files.exists(folder)) {
                    delete(folder, lock);
                }
            } catch (IOException | UncheckedIOException e) {
                // Something was written or deleted meanwhile.
            }
            Thread.sleep(DELETION_PAUSE_MILLIS);
        }
    }

    /** Deletes a folder, its lock last, so that what is left after a failure is deleted at the next start. */
    private static void delete(Path folder, FileChannel lock) throws IOException {
        Path lockFile = folder.resolve(LOCK);
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> !file.equals(lockFile))
                    .sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
        // Windows deletes no open file.
        lock.close();
        Files.deleteIfExists(lockFile);
        Files.deleteIfExists(folder);
    }
}
