package dev.onward.spark;

import dev.onward.onnx.TextOperators;
import dev.onward.runtime.CLibrary;
import dev.onward.runtime.ModelException;
import dev.onward.runtime.NativeRuntime;
import dev.onward.runtime.RuntimeUnavailableException;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URL;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Reports on the executor of each task, as the command {@code doctor} does on a server. */
final class ExecutorCheck implements FlatMapFunction<Iterator<Integer>, String[]> {

    /** Tasks are not assigned to executors by us: a busy executor may need some rounds until it has had one. */
    private static final int MAX_ROUNDS = 5;

    private static final long MIN_TEMPORARY_BYTES = 100L << 20;

    /** A class of ONNX Runtime, by its name, so that the runtime is not loaded before it is checked. */
    private static final String RUNTIME_CLASS = "ai/onnxruntime/OrtEnvironment.class";

    static Dataset<Row> run(SparkSession spark) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Map<String, List<String[]>> findings = new TreeMap<>();
        for (int round = 0; round < MAX_ROUNDS && findings.size() < executors(spark); round++) {
            int tasks = 2 * context.defaultParallelism();
            for (String[] finding : context.parallelize(Collections.nCopies(tasks, 0), tasks)
                    .mapPartitions(new ExecutorCheck())
                    .collect()) {
                List<String[]> found = findings.computeIfAbsent(finding[0], executor -> new ArrayList<>());
                // An executor with several tasks says the same several times.
                if (found.stream().noneMatch(other -> other[3].equals(finding[3]))) {
                    found.add(finding);
                }
            }
        }
        List<Row> rows = findings.values().stream()
                .flatMap(List::stream)
                .map(finding -> RowFactory.create((Object[]) finding))
                .toList();
        StructType schema = new StructType();
        for (String column : List.of("executor", "host", "result", "subject", "finding")) {
            schema = schema.add(column, "string");
        }
        return spark.createDataFrame(rows, schema);
    }

    /** The number of executors; in local mode, the driver is the only one. */
    private static int executors(SparkSession spark) {
        return Math.max(1, spark.sparkContext().statusTracker().getExecutorInfos().length - 1);
    }

    @Override
    public Iterator<String[]> call(Iterator<Integer> ignored) throws IOException {
        Findings findings = new Findings();
        findings.system();
        findings.runtime();
        return findings.all.iterator();
    }

    private static final class Findings {

        private final List<String[]> all = new ArrayList<>();
        private final String executor = SparkEnv.get().executorId();
        private final String host;

        Findings() throws IOException {
            host = InetAddress.getLocalHost().getHostName();
        }

        void system() {
            add("ok", "Java", Runtime.version() + ", " + System.getProperty("java.vendor"));
            add(
                    "ok",
                    "system",
                    System.getProperty("os.name") + " on " + System.getProperty("os.arch")
                            + CLibrary.find().map(library -> ", " + library).orElse(""));
            add(
                    "ok",
                    "memory",
                    "Java heap of at most " + size(Runtime.getRuntime().maxMemory()));
            File temporary = new File(System.getProperty("java.io.tmpdir"));
            String remedy = "; choose another one with" + " spark.executor.extraJavaOptions=-Djava.io.tmpdir=FOLDER";
            if (!Files.isWritable(temporary.toPath())) {
                add("not ok", "temporary folder", temporary + " is not writable" + remedy);
            } else if (temporary.getUsableSpace() < MIN_TEMPORARY_BYTES) {
                add(
                        "note",
                        "temporary folder",
                        temporary + ", only " + size(temporary.getUsableSpace()) + " free" + remedy);
            } else {
                add(
                        "ok",
                        "temporary folder",
                        temporary + " is writable, " + size(temporary.getUsableSpace()) + " free");
            }
        }

        /** Whether files in the temporary folder can be executed is found by loading the runtime from there. */
        void runtime() throws IOException {
            try {
                add("ok", "ONNX Runtime", NativeRuntime.version());
            } catch (RuntimeUnavailableException e) {
                add("not ok", "ONNX Runtime", String.valueOf(e.getMessage()));
            }
            List<URL> copies =
                    Collections.list(ExecutorCheck.class.getClassLoader().getResources(RUNTIME_CLASS));
            if (copies.size() > 1) {
                add(
                        "note",
                        "class path",
                        "ONNX Runtime is in several jars, of which the first one is used: " + copies
                                + "; a process can load only one version, so remove the others, or set"
                                + " spark.executor.userClassPathFirst and spark.driver.userClassPathFirst");
            }
            try {
                TextOperators.check();
                add("ok", "text", "models that convert the case of text are supported");
            } catch (RuntimeUnavailableException e) {
                // Reported above.
            } catch (ModelException e) {
                add("note", "text", String.valueOf(e.getMessage()));
            }
        }

        private void add(String result, String subject, String finding) {
            all.add(new String[] {executor, host, result, subject, finding});
        }

        private static String size(long bytes) {
            return String.format(Locale.ROOT, "%,d MiB", bytes >> 20);
        }
    }
}
