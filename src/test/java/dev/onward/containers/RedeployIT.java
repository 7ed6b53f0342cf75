package dev.onward.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.onward.Http;
import dev.onward.OnwardProcess;
import dev.onward.Patience;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The application taken away from a container that goes on, and given to it again, many times. What the process needs
 * is read from Linux's /proc and asked of the JVM.
 */
@Tag("containers")
class RedeployIT {

    private static final int TIMES = Integer.getInteger("onward.redeployments", 20);

    /** Deployments after which everything that is loaded once is there. */
    private static final int WARM_UP = 2;

    private static final String CONTEXT = "onward";

    @TempDir
    private Path folder = Path.of("");

    /** What the process needs at one moment, and how many files and folders it has in its temporary folder. */
    private record Needs(long metaspaceKiB, long residentKiB, long temporaryFiles, long temporaryKiB) {

        String perCycleSince(Needs before, int cycles) {
            return String.format(
                    "metaspace %+.2f MiB, resident %+.2f MiB, temporary files and folders %+.1f, of %+.2f MiB, a cycle",
                    (metaspaceKiB - before.metaspaceKiB) / 1024.0 / cycles,
                    (residentKiB - before.residentKiB) / 1024.0 / cycles,
                    (double) (temporaryFiles - before.temporaryFiles) / cycles,
                    (temporaryKiB - before.temporaryKiB) / 1024.0 / cycles);
        }
    }

    @ParameterizedTest
    @CsvSource({"tomcat10", "jetty-ee10"})
    void answersEveryTime(String name) throws IOException {
        try (RunningContainer running = start(name)) {
            Needs growth = redeploy(running, OnwardProcess.war());

            assertThat(growth.temporaryFiles()).isZero();
            assertThat(growth.temporaryKiB()).isZero();
        }
    }

    /** ONNX Runtime stays, and with it nothing of the application. */
    @ParameterizedTest
    @CsvSource({"tomcat10", "jetty-ee10"})
    void leavesNothingBehindIfTheRuntimeIsShared(String name) throws IOException {
        Path skinny = OnwardProcess.war().resolveSibling("onward-skinny.war");
        try (RunningContainer running = start(name, runtime())) {
            Needs growth = redeploy(running, skinny);

            assertThat(growth.temporaryFiles()).isZero();
            assertThat(growth.temporaryKiB()).isZero();
            assertThat(growth.metaspaceKiB()).isLessThan(TIMES * 1024L);
        }
    }

    private RunningContainer start(String name, Path... shared) {
        assumeThat(Containers.isChosen(name))
                .as("-Dcontainer leaves out %s", name)
                .isTrue();
        // Caches behind soft references would keep what is gone for seconds.
        List<String> options = List.of("-XX:SoftRefLRUPolicyMSPerMB=0");
        return RunningContainer.start(Containers.named(name), folder, options, Map.of(), shared);
    }

    private static Needs redeploy(RunningContainer running, Path war) throws IOException {
        Needs before = new Needs(0, 0, 0, 0);
        for (int time = 1; time <= TIMES + WARM_UP; time++) {
            running.deploy(CONTEXT, war, Map.of());
            Http http = running.http(CONTEXT);
            assertThat(http.postJson("/predict", Load.GENUINE).status()).isEqualTo(200);
            assertThat(http.get("/").status()).isEqualTo(200);
            running.undeploy(CONTEXT);
            if (time == WARM_UP) {
                before = needs(running);
            }
        }
        Needs after = needs(running);
        System.out.printf(
                "%s, %s, %d redeployments: %s; from %s to %s%n",
                running.container(), war.getFileName(), TIMES, after.perCycleSince(before, TIMES), before, after);
        return new Needs(
                after.metaspaceKiB - before.metaspaceKiB,
                after.residentKiB - before.residentKiB,
                after.temporaryFiles - before.temporaryFiles,
                after.temporaryKiB - before.temporaryKiB);
    }

    private static Needs needs(RunningContainer running) throws IOException {
        String pid = Long.toString(running.jvm().pid());
        for (int i = 0; i < 3; i++) {
            // What a container still has to end when the application answers no more.
            Patience.pause(500);
            jcmd(pid, "GC.run");
        }
        long files = 0;
        long bytes = 0;
        try (Stream<Path> all = Files.walk(running.temporary())) {
            for (Path file : all.toList()) {
                files++;
                bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
            }
        }
        return new Needs(
                number(jcmd(pid, "GC.heap_info"), "Metaspace\\s+used ([0-9]+)K"),
                number(Files.readString(Path.of("/proc", pid, "status")), "VmRSS:\\s+([0-9]+) kB"),
                files,
                bytes / 1024);
    }

    private static String jcmd(String pid, String command) throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), pid, command)
                .redirectErrorStream(true)
                .start();
        try (InputStream out = process.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static long number(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        if (!found.find()) {
            throw new IllegalStateException("expected " + pattern + " in " + text);
        }
        return Long.parseLong(found.group(1));
    }

    /** The library that the skinny WAR lacks, out of the other. */
    private Path runtime() throws IOException {
        try (ZipInputStream war = new ZipInputStream(Files.newInputStream(OnwardProcess.war()))) {
            for (ZipEntry entry = war.getNextEntry(); entry != null; entry = war.getNextEntry()) {
                if (entry.getName().startsWith("WEB-INF/lib/onnxruntime-")) {
                    Path jar = folder.resolve(entry.getName().substring("WEB-INF/lib/".length()));
                    Files.copy(war, jar);
                    return jar;
                }
            }
        }
        throw new IllegalStateException("the WAR has no ONNX Runtime");
    }
}
