package dev.onward;

import dev.onward.launch.EmbeddedServer;
import dev.onward.settings.Setting;
import dev.onward.settings.Settings;
import dev.onward.settings.Settings.Source;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The real web application on embedded Jetty in this JVM, on a free port: classes from the class path, everything else
 * from {@code webapp} and {@code model.onnx}, without packaging.
 */
public final class WebApp implements AutoCloseable {

    /** The version that the application reports. */
    public static final String VERSION = "0.2.0";

    private final EmbeddedServer server;
    private final Path work;

    static {
        Log.start();
    }

    private WebApp(EmbeddedServer server, Path work) {
        this.server = server;
        this.work = work;
    }

    /** Serves with these flags, such as {@code "--row-limit", "10"}, and returns as soon as requests are answered. */
    public static WebApp serve(String... flags) {
        return start(webResource(), flags);
    }

    /** Serves another folder with the content of a WAR. */
    public static WebApp start(Path webResource, String... flags) {
        Map<Setting, String> given = flags(flags);
        given.putIfAbsent(Setting.PORT, "0");
        Settings settings = Settings.read(Source.ofFlags(given));
        try {
            Path work = Files.createTempDirectory("onward-test");
            EmbeddedServer server = EmbeddedServer.create(settings, given, webResource, work);
            server.start();
            return new WebApp(server, work);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return URI.create(server.url());
    }

    @Override
    public void close() {
        server.close();
        delete(work);
    }

    /** The content of the WAR that is neither a class nor a library, assembled once. */
    private static final class Assembled {

        private static final Path FOLDER = assemble();

        private static Path assemble() {
            try {
                Path folder = Files.createTempDirectory("onward-webapp");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
                copy(Path.of("webapp"), folder);
                Files.copy(Path.of("model.onnx"), folder.resolve("WEB-INF/model.onnx"));
                Path manifest = folder.resolve("META-INF/MANIFEST.MF");
                Files.createDirectories(manifest.getParent());
                Files.writeString(manifest, "Manifest-Version: 1.0\nImplementation-Version: " + VERSION + "\n");
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The folder that is served as the WAR. */
    public static Path webResource() {
        return Assembled.FOLDER;
    }

    /** Copies that folder, to be changed before it is served by {@link #start}. */
    public static Path copyWebResource(Path target) throws IOException {
        copy(webResource(), target);
        return target;
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = target.resolve(source.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private static Map<Setting, String> flags(String... flags) {
        Map<Setting, String> given = new EnumMap<>(Setting.class);
        for (int i = 0; i < flags.length; i += 2) {
            String flag = flags[i];
            Setting setting = Arrays.stream(Setting.values())
                    .filter(one -> one.flag().equals(flag))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no such flag: " + flag));
            given.put(setting, flags[i + 1]);
        }
        return given;
    }

    /** Deletes what is there; the server deletes some of it at the same time. */
    private static void delete(Path folder) {
        File[] content = folder.toFile().listFiles();
        for (File file : content == null ? new File[0] : content) {
            delete(file.toPath());
        }
        folder.toFile().delete();
    }
}
