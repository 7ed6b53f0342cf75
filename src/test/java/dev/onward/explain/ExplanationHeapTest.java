package dev.onward.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.OnwardProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The heap that explanations of one model take, with what only the collector sees. */
class ExplanationHeapTest {

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseParallelGC", "-XX:+UseG1GC -Xmx256m", "-XX:+UseG1GC -Xmx8g"})
    void isAtMost64MiB(String collector) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(collector.split(" ", -1)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ExplanationHeap.class.getName()));

        OnwardProcess.Ended ended = OnwardProcess.execute(command, Map.of());

        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(Double.parseDouble(ended.out())).isBetween(50.0, 64.0);
    }
}
