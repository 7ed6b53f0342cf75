package dev.onward.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The memory of executors with a heap of 1 GiB over many rows. */
@Tag("spark")
class MemoryIT {

    private static final long ROWS = Long.getLong("onward.many.rows", 50_000_000);
    private static final int ROUNDS = 5;

    /** In kB. The JIT compiler and malloc need some after the first round. */
    private static final long MAX_GROWTH = 48 << 10;

    @Test
    void executorsDoNotGrow() throws Exception {
        SparkSession spark = Cluster.shared();
        OnwardModel model = OnwardModel.load(spark, Cluster.MODEL.toString());
        List<Memory> measured = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            model.transform(spark.range(0, ROWS / ROUNDS, 1, 8)
                            .selectExpr(
                                    "sin(id) * 5 AS variance",
                                    "IF(id % 1000 = 7, NULL, cos(id) * 9) AS skewness",
                                    "sin(id * 7) * 3 AS curtosis",
                                    "cos(id * 3) AS entropy"))
                    .write()
                    .format("noop")
                    .mode("overwrite")
                    .save();
            Memory memory = Memory.of(Cluster.executors());
            measured.add(memory);
            System.out.printf(
                    Locale.ROOT,
                    "%,d rows: largest executor %,d kB resident, %,d kB of heap in use after a collection%n",
                    ROWS / ROUNDS * (round + 1),
                    memory.resident(),
                    memory.heap());
        }

        Memory first = measured.get(0);
        Memory last = measured.get(ROUNDS - 1);
        assertThat(last.resident() - first.resident()).isLessThan(MAX_GROWTH);
        assertThat(last.heap() - first.heap()).isLessThan(MAX_GROWTH);
    }

    /** In kB, of the largest executor. */
    private record Memory(long resident, long heap) {

        private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
        private static final Pattern USED = Pattern.compile("used (\\d+)K");

        static Memory of(List<ProcessHandle> executors) throws IOException, InterruptedException {
            assertThat(executors).hasSize(2);
            long resident = 0;
            long heap = 0;
            for (ProcessHandle executor : executors) {
                jcmd(executor, "GC.run");
                heap = Math.max(heap, number(USED, jcmd(executor, "GC.heap_info")));
                resident = Math.max(
                        resident, number(RESIDENT, Files.readString(Path.of("/proc/" + executor.pid() + "/status"))));
            }
            return new Memory(resident, heap);
        }

        private static String jcmd(ProcessHandle process, String command) throws IOException, InterruptedException {
            Cluster.Ended ended = Cluster.run(
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(process.pid()),
                            command),
                    Map.of());
            assertThat(ended.exit()).as(ended.err()).isZero();
            return ended.out();
        }

        private static long number(Pattern pattern, String text) {
            Matcher matcher = pattern.matcher(text);
            assertThat(matcher.find()).as(text).isTrue();
            return Long.parseLong(matcher.group(1));
        }
    }
}
