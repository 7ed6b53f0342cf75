package dev.onward.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.logging.LogManager;
import java.util.stream.Stream;

/**
 * The main class of the executable WAR: unpacks the nested jars and calls {@link Launcher}. At the root of the WAR,
 * where no jar is on the class path, it depends on the JDK only.
 */
public final class Main {

    private static final String SERVER = "WEB-INF/server/";
    private static final List<String> COMMANDS =
            List.of(SERVER, "WEB-INF/commands/", "WEB-INF/lib/", "WEB-INF/classes/", "WEB-INF/model.onnx");

    private static volatile boolean logIsKept;

    private Main() {}

    /**
     * Runs the command line. If the first argument is an option or missing, it serves; otherwise it is the name of a
     * command.
     */
    public static void main(String[] args) throws ReflectiveOperationException, URISyntaxException {
        keepLog();
        boolean serving = args.length == 0 || args[0].startsWith("-");
        Path war = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Deque<AutoCloseable> atExit = new ConcurrentLinkedDeque<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> atExit.forEach(Main::close), "onward-exit"));

        Path work = Path.of("");
        try {
            work = workFolder(atExit);
            unpack(war, work, serving ? List.of(SERVER) : COMMANDS);
        } catch (IOException e) {
            System.err.println("onward: cannot unpack to the temporary folder " + System.getProperty("java.io.tmpdir")
                    + " (" + e.getMessage() + "); choose another with java -Djava.io.tmpdir=FOLDER -jar");
            System.exit(1);
        }
        ClassLoader loader = new URLClassLoader(classPath(work), ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        Object status = loader.loadClass("dev.onward.launch.Launcher")
                .getMethod("run", Path.class, Path.class, Deque.class, String[].class)
                .invoke(null, war, work, atExit, args);
        System.exit((int) status);
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
     * shutdown begins. No line is lost, because each is flushed. The JDK creates it by its name.
     */
    public static final class Log extends LogManager {

        @Override
        public void reset() {
            if (!logIsKept) {
                super.reset();
            }
        }
    }

    private static Path workFolder(Deque<AutoCloseable> atExit) throws IOException {
        Path work = Files.createTempDirectory("onward-");
        atExit.push(() -> delete(work));
        return work;
    }

    private static void unpack(Path war, Path work, List<String> prefixes) throws IOException {
        try (JarFile jar = new JarFile(war.toFile())) {
            List<JarEntry> entries = jar.stream()
                    .filter(entry -> !entry.isDirectory()
                            && prefixes.stream()
                                    .anyMatch(prefix -> entry.getName().startsWith(prefix)))
                    .toList();
            for (JarEntry entry : entries) {
                Path target = work.resolve(entry.getName());
                Files.createDirectories(target.getParent());
                try (InputStream content = jar.getInputStream(entry)) {
                    Files.copy(content, target);
                }
            }
        }
    }

    private static URL[] classPath(Path work) {
        List<URL> urls = new ArrayList<>();
        Path classes = work.resolve("WEB-INF/classes");
        if (Files.isDirectory(classes)) {
            urls.add(url(classes));
        }
        try (Stream<Path> files = Files.walk(work)) {
            files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(file -> urls.add(url(file)));
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

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            System.err.println("onward: during shutdown: " + e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
