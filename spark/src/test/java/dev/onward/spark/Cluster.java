package dev.onward.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;

/** Clusters of Spark on this machine, and what the tests run on them. */
final class Cluster {

    /** The shaded jar, which is on the class path of these tests too. */
    static final String JAR = System.getProperty("onward.spark.jar");

    /** The classes of the tests, for functions of theirs that run on executors. */
    private static final String CLASSES = System.getProperty("onward.spark.classes");

    static final Path HOME = Path.of(System.getenv("SPARK_HOME"));

    /** The banknote model. */
    static final Path MODEL = Path.of("model.onnx").toAbsolutePath();

    private Cluster() {}

    /**
     * Two executors with one core and a heap of 1 GiB each, for all tests of this process. The heap is touched at the
     * start, so that the memory that is added later is native.
     */
    static SparkSession shared() {
        return start(2, Map.of("spark.executor.extraJavaOptions", "-Xms1024m -XX:+AlwaysPreTouch"));
    }

    /** Starts executors with one core and a heap of 1 GiB each, unless this process has some. */
    static SparkSession start(int executors, Map<String, String> settings) {
        SparkSession.Builder builder = SparkSession.builder()
                .master("local-cluster[" + executors + ",1,1024]")
                .config("spark.ui.enabled", "false")
                .config("spark.log.level", "ERROR")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.jars", JAR)
                .config("spark.executor.extraClassPath", CLASSES);
        settings.forEach(builder::config);
        return builder.getOrCreate();
    }

    /** The executors of this process, which are its children. */
    static List<ProcessHandle> executors() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
                // Not a script that starts one.
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .toList();
    }

    /** Counts the jobs that a session begins. */
    static final class Jobs extends SparkListener {

        private final AtomicInteger begun = new AtomicInteger();

        @Override
        public void onJobStart(SparkListenerJobStart job) {
            begun.incrementAndGet();
        }

        int begun() {
            return begun.get();
        }
    }

    /** The result of a process. */
    record Ended(int exit, String out, String err) {}

    static Ended run(List<String> command, Map<String, String> environment) throws IOException, InterruptedException {
        Path out = Files.createTempFile("spark", ".out");
        Path err = Files.createTempFile("spark", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        int exit = builder.start().waitFor();
        Ended ended = new Ended(exit, Files.readString(out), Files.readString(err));
        Files.delete(out);
        Files.delete(err);
        return ended;
    }

    /** Scores a file with the WAR. */
    static void score(Path in, Path out, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("onward.war"),
                "score",
                in.toString(),
                "--out",
                out.toString()));
        command.addAll(List.of(options));
        Ended ended = run(command, Map.of());
        if (ended.exit() != 0) {
            throw new IllegalStateException(ended.err());
        }
    }
}
