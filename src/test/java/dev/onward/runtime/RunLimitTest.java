package dev.onward.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.onward.Patience;
import dev.onward.model.Asking;
import dev.onward.model.Model;
import dev.onward.onnx.OnnxGraphs;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class RunLimitTest {

    private final AtomicLong clock = new AtomicLong();
    private final AtomicLong process = new AtomicLong(8L << 30);
    private final AtomicLong thread = new AtomicLong(1L << 30);

    @Test
    void terminatesARunThatDoesNotEnd() throws OrtException {
        try (Session session = Session.open(endless().bytes(), true, List.of(), "test.onnx");
                RunLimit limit = start(RunLimit.EXECUTOR);
                OnnxTensor x = OnnxTensor.createTensor(Session.environment(), new float[][] {{1}})) {
            clock.set(Duration.ofSeconds(2).toNanos());

            assertThatThrownBy(() -> session.graph().run(Map.of("x", x), Set.of("y"), limit.options()))
                    .isInstanceOf(OrtException.class);

            assertThat(limit.reason()).contains("did not finish within 1 s");
        }
    }

    @Test
    void terminatesNoRunWithinItsTime() throws OrtException {
        try (RunLimit limit = start(RunLimit.EXECUTOR)) {
            clock.set(Duration.ofSeconds(1).toNanos());

            limit.check();

            assertThat(limit.reason()).isEmpty();
        }
    }

    @Test
    void terminatesARunForItsOwnMemoryOnly() throws OrtException {
        try (RunLimit limit = start(RunLimit.EXECUTOR)) {
            process.set(13L << 30);
            thread.set(2L << 30);
            limit.check();
            assertThat(limit.reason()).isEmpty();

            thread.set((5L << 30) + 1);
            limit.check();
            assertThat(limit.reason()).contains("used more than 4 GiB of memory");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void measuresTheMemoryOfEachThread() throws InterruptedException {
        ThreadMemory own = ThreadMemory.ofCurrentThread().orElseThrow();
        long before = own.touchedBytes().orElseThrow();

        AtomicLong other = new AtomicLong();
        Thread toucher = new Thread(() -> {
            ThreadMemory memory = ThreadMemory.ofCurrentThread().orElseThrow();
            long start = memory.touchedBytes().orElseThrow();
            ByteBuffer.allocateDirect(64 << 20);
            other.set(memory.touchedBytes().orElseThrow() - start);
        });
        toucher.start();
        toucher.join();

        assertThat(other.get()).isGreaterThanOrEqualTo(60L << 20);
        assertThat(own.touchedBytes().orElseThrow() - before).isLessThan(30L << 20);
    }

    @Test
    void leavesNoThreadBehind() throws OrtException {
        ScheduledThreadPoolExecutor executor = RunLimit.executor(Duration.ofMillis(1));
        RunLimit limit = start(executor);
        assertThat(executor.getPoolSize()).isOne();

        limit.close();

        Patience.await(() -> executor.getPoolSize() == 0, "the thread ends");
        assertThat(RunLimit.EXECUTOR.allowsCoreThreadTimeOut()).isTrue();
        assertThat(RunLimit.EXECUTOR.getKeepAliveTime(TimeUnit.SECONDS)).isOne();
    }

    @Test
    void doesNotTerminateAFinishedRun() throws OrtException {
        RunLimit limit = start(RunLimit.EXECUTOR);
        limit.close();
        clock.set(Duration.ofSeconds(2).toNanos());

        limit.check();

        assertThat(limit.reason()).isEmpty();
    }

    /** For a run of 1 s by {@link #clock}. */
    private RunLimit start(ScheduledThreadPoolExecutor executor) throws OrtException {
        return RunLimit.start(
                Duration.ofSeconds(1), clock::get, new RunLimit.Memory(process::get, thread::get), executor);
    }

    @Test
    void runsALoopThatEnds() {
        OnnxGraphs loop = loop().longs("rounds", 3);

        try (Model model = loop.open()) {
            assertThat(Asking.json(model, "{\"x\":1}")).isEqualTo("{\"value\":4.0}");
        }
    }

    /** Adds 1 in each round, without a condition to stop. */
    static OnnxGraphs endless() {
        return loop().longs("rounds", Long.MAX_VALUE);
    }

    private static OnnxGraphs loop() {
        GraphProto body = GraphProto.newBuilder()
                .setName("body")
                .addInput(OnnxGraphs.value("round", DataType.INT64))
                .addInput(OnnxGraphs.value("go", DataType.BOOL))
                .addInput(OnnxGraphs.value("before", DataType.FLOAT, -1, 1))
                .addNode(node("Identity", "stay", "go"))
                .addNode(node("Add", "after", "before", "one"))
                .addOutput(OnnxGraphs.value("stay", DataType.BOOL))
                .addOutput(OnnxGraphs.value("after", DataType.FLOAT, -1, 1))
                .build();
        return new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, 1)
                .floats("one", new long[] {1}, 1)
                .initializer(OnnxGraphs.constant("true", DataType.BOOL)
                        .addInt32Data(1)
                        .build())
                .node("Loop", List.of("rounds", "true", "x"), "y", OnnxGraphs.graph("body", body))
                .output("y", DataType.FLOAT, -1, 1);
    }

    private static NodeProto node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .build();
    }
}
