package dev.onward.launch;

import dev.onward.table.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code unpack}. What it writes starts in less time than the WAR: nothing is unpacked at each start, and
 * the JVM's own class loader loads all classes, so that an archive of classes can contain them.
 */
@Command(
        name = "unpack",
        customSynopsis = Launcher.COMMAND + " unpack FOLDER",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Unpacks Onward to a folder on this machine, from which it starts in less time:"
                + " java -jar FOLDER/onward.jar, with the same commands and options.")
final class UnpackCommand implements Callable<Integer> {

    private static final String JAR = "onward.jar";
    private static final String LIBRARIES = "lib";

    /** The folders of the WAR with jars. */
    private static final List<String> JARS = List.of("WEB-INF/server/", "WEB-INF/commands/", "WEB-INF/lib/");

    /** The main class and what it needs. */
    private static final String MAIN = "dev/";

    /** Used only by containers of the javax namespace. */
    private static final String CLASSES = "WEB-INF/classes/";

    @Parameters(paramLabel = "FOLDER", description = "a folder that does not exist yet, or is empty")
    private Path folder = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private boolean isComplete;
    private boolean isEnding;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try (JarFile war = new JarFile(Main.self().toFile())) {
            if (war.getEntry("WEB-INF/web.xml") == null) {
                err.println("onward: only onward.war can be unpacked; this is unpacked already");
                return ExitCode.USAGE;
            }
            if (Files.exists(folder) && !isEmptyFolder()) {
                err.println("onward: " + folder + ": expected a folder that does not exist yet, or is empty;"
                        + " choose another, or delete it");
                return ExitCode.USAGE;
            }
            unpack(war);
        } catch (IOException e) {
            err.println("onward: " + folder + ": cannot be written: " + Text.reason(e));
            return ExitCode.SOFTWARE;
        }
        spec.commandLine().getOut().println("Unpacked. To start: java -jar " + folder.resolve(JAR));
        return ExitCode.OK;
    }

    private boolean isEmptyFolder() throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private void unpack(JarFile war) throws IOException {
        folder = Files.exists(folder) ? folder.toRealPath() : Files.createDirectories(folder);
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "onward-unpack-end"));
        try {
            for (ZipEntry entry : war.stream().toList()) {
                String name = entry.getName();
                if (JARS.stream().anyMatch(name::startsWith)) {
                    copy(war, entry, folder.resolve(LIBRARIES).resolve(name.substring(name.lastIndexOf('/') + 1)));
                } else if (!name.startsWith(MAIN) && !name.startsWith(CLASSES)) {
                    copy(war, entry, folder.resolve(Main.APPLICATION).resolve(name));
                }
            }
            List<Path> libraries = libraries();
            for (Path library : libraries) {
                unpackNatives(library);
            }
            // Last, because nothing can be started without it.
            writeJar(war, libraries);
        } finally {
            end();
        }
    }

    /** Ends unpacking, also when the process is being ended, and leaves nothing incomplete. */
    private synchronized void end() {
        isEnding = true;
        if (isComplete) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> !file.equals(folder))
                    .sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // What is left is reported if it is in the way.
        }
    }

    private List<Path> libraries() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(LIBRARIES))) {
            return files.sorted().toList();
        }
    }

    /** Unpacks the native libraries of this platform, if a jar is that of the runtime. */
    private void unpackNatives(Path library) throws IOException {
        String natives = "ai/onnxruntime/native/" + Main.platform() + "/";
        try (JarFile jar = new JarFile(library.toFile())) {
            for (ZipEntry entry : jar.stream().toList()) {
                if (entry.getName().startsWith(natives)) {
                    Path target = folder.resolve(Main.NATIVES).resolve(Main.platform());
                    copy(jar, entry, target.resolve(entry.getName().substring(natives.length())));
                }
            }
        }
    }

    /** Copies an entry, unless it is a folder or the same library was in another folder of the WAR. */
    private synchronized void copy(JarFile from, ZipEntry entry, Path target) throws IOException {
        if (isEnding) {
            throw new IOException("the process is being ended");
        } else if (!entry.isDirectory() && !Files.exists(target)) {
            Files.createDirectories(target.getParent());
            try (InputStream content = from.getInputStream(entry)) {
                Files.copy(content, target);
            }
        }
    }

    /** Writes the jar with the main class, whose manifest names the libraries. */
    private synchronized void writeJar(JarFile war, List<Path> libraries) throws IOException {
        Manifest manifest = new Manifest(war.getManifest());
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        libraries.stream()
                                .map(library -> LIBRARIES + "/" + library.getFileName())
                                .collect(Collectors.joining(" ")));
        if (isEnding) {
            throw new IOException("the process is being ended");
        }
        try (OutputStream file = Files.newOutputStream(folder.resolve(JAR));
                JarOutputStream jar = new JarOutputStream(file, manifest)) {
            for (ZipEntry entry : war.stream().toList()) {
                if (!entry.isDirectory() && entry.getName().startsWith(MAIN)) {
                    jar.putNextEntry(new ZipEntry(entry.getName()));
                    try (InputStream content = war.getInputStream(entry)) {
                        content.transferTo(jar);
                    }
                }
            }
        }
        isComplete = true;
    }
}
