package dev.onward.model;

import com.sun.management.ThreadMXBean;
import dev.onward.runtime.Tensor;
import dev.onward.runtime.TensorSpec;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Memory that one prediction allocates: on the heap, and in direct buffers. Prints and asserts nothing. */
@Tag("bench")
class AllocationBenchmark {

    private static final int CALLS = 2_000;

    @Test
    void measuresTablesAndTensors() {
        try (Model model = Model.open(Path.of("model.onnx"))) {
            List<String> outputs =
                    model.signature().outputs().stream().map(TensorSpec::name).toList();
            for (int rows : new int[] {1, 1024}) {
                Table table = table(model, rows);
                report("table of " + rows + " rows", () -> model.predict(table));
                report("tensors of " + rows + " rows", () -> model.run(tensors(model, rows), outputs));
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

    private static Map<String, Tensor> tensors(Model model, int rows) {
        return model.signature().inputs().stream()
                .collect(Collectors.toMap(TensorSpec::name, input -> tensor(input, rows)));
    }

    /** Zeros, in a new buffer, as requests have it. */
    private static Tensor tensor(TensorSpec input, int rows) {
        List<Long> shape =
                input.shape().stream().map(size -> size < 0 ? rows : size).toList();
        int bytes = (int) Tensor.size(shape) * input.datatype().bytes();
        return Tensor.of(input.datatype(), shape, ByteBuffer.allocate(bytes));
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
