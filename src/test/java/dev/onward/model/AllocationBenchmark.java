package dev.onward.model;

import com.sun.management.ThreadMXBean;
import dev.onward.runtime.Datatype;
import dev.onward.runtime.Tensor;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Memory that one prediction allocates: on the heap, and in direct buffers. Prints and asserts nothing. */
@Tag("bench")
class AllocationBenchmark {

    private static final int CALLS = 2_000;

    @Test
    void measuresTablesAndTensors() {
        try (Model model = Model.open(Path.of("model.onnx"))) {
            for (int rows : new int[] {1, 1024}) {
                Table table = table(model, rows);
                report("table of " + rows + " rows", () -> model.predict(table));
                String input = model.signature().inputs().get(0).name();
                List<String> outputs = model.signature().outputs().stream()
                        .map(spec -> spec.name())
                        .toList();
                report("tensor of " + rows + " rows", () -> model.run(Map.of(input, tensor(rows)), outputs));
            }
        }
    }

    private static Table table(Model model, int rows) {
        TableBuilder builder = new TableBuilder(model.schema());
        for (int row = 0; row < rows; row++) {
            builder.startRow(0);
            for (int column = 0; column < model.schema().size(); column++) {
                builder.number(column, Integer.toString(row % 7));
            }
            builder.endRow();
        }
        return builder.build();
    }

    private static Tensor tensor(int rows) {
        return Tensor.of(Datatype.FP32, List.of((long) rows, 4L), ByteBuffer.allocateDirect(rows * 4 * Float.BYTES));
    }

    private static void report(String name, Runnable call) {
        for (int i = 0; i < CALLS; i++) {
            call.run();
        }
        System.gc();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long heap = threads.getCurrentThreadAllocatedBytes();
        long direct = direct();
        for (int i = 0; i < CALLS; i++) {
            call.run();
        }
        System.out.printf(
                Locale.ROOT,
                "%s: %,d bytes on the heap, %,d bytes in direct buffers%n",
                name,
                (threads.getCurrentThreadAllocatedBytes() - heap) / CALLS,
                (direct() - direct) / CALLS);
    }

    /** The bytes of all direct buffers that have not been collected. */
    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getTotalCapacity)
                .sum();
    }
}
