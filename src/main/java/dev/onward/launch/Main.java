package dev.onward.launch;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
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

    private Main() {}

    /**
     * Runs the command line. If the first argument is an option or missing, it serves; otherwise it is the name of a
     * command. Serving must not find the libraries of the application beside those of the server.
     */
    public static void main(String[] args) throws ReflectiveOperationException {
        Shutdown shutdown = Shutdown.prepare();
        boolean needsServerOnly = args.length == 0 || args[0].startsWith("-") || SERVER_COMMANDS.contains(args[0]);
        boolean isUnpacked = Main.class.getResource("Launcher.class") != null;

        Path work = Path.of("");
        Path content = work;
        Future<?> unpacked = CompletableFuture.completedFuture(null);
        ClassLoader loader = Main.class.getClassLoader();
        try {
            Path self = self();
            work = WorkFolder.create(shutdown);
            if (isUnpacked) {
                content = self.resolveSibling(APPLICATION);
                useNatives(self.resolveSibling(NATIVES).resolve(platform()));
            } else {
                content = needsServerOnly ? work.resolve(APPLICATION) : work;
                if (needsServerOnly) {
                    unpacked = unpackApplication(self, content, shutdown);
                }
                unpack(self, work, entry -> isIn(needsServerOnly ? List.of(SERVER) : EVERYTHING, entry), shutdown);
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
                .invoke(null, content, unpacked, work, shutdown.atExit(), shutdown.isSettled(), args);
        shutdown.isSettled().set(true);
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

    /** Unpacks what a servlet container would, while the classes of the server are loaded. */
    private static Future<?> unpackApplication(Path war, Path folder, Shutdown shutdown) throws IOException {
        Files.createDirectory(folder);
        FutureTask<?> unpacking = new FutureTask<>(() -> {
            try {
                unpack(war, folder, entry -> !isIn(LAUNCHER, entry), shutdown);
            } catch (IOException e) {
                throw new IOException(unpackingFailed(e), e);
            }
            return folder;
        });
        Thread thread = new Thread(unpacking, "onward-unpack");
        thread.start();
        // Before the folder is deleted.
        shutdown.atExit().push(() -> {
            unpacking.cancel(true);
            thread.join();
        });
        return unpacking;
    }

    private static boolean isIn(List<String> prefixes, JarEntry entry) {
        return prefixes.stream().anyMatch(prefix -> entry.getName().startsWith(prefix));
    }

    private static void unpack(Path war, Path folder, Predicate<JarEntry> isWanted, Shutdown shutdown)
            throws IOException {
        try (JarFile jar = new JarFile(war.toFile())) {
            List<JarEntry> entries = jar.stream()
                    .filter(entry -> !entry.isDirectory() && isWanted.test(entry))
                    .toList();
            for (JarEntry entry : entries) {
                Path target = folder.resolve(entry.getName());
                try (InputStream content = jar.getInputStream(entry)) {
                    shutdown.createFiles(() -> {
                        Files.createDirectories(Objects.requireNonNull(target.getParent()));
                        return Files.copy(content, target);
                    });
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
}
