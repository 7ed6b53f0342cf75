package dev.onward.onnx.guard;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onward.onnx.OnnxGraphs;
import dev.onward.runtime.ModelException;
import java.util.Optional;

/**
 * A model with which the runtime would end the process, or not come to an end itself, and what is said of it instead.
 * Only the guards are asked of it, so that a guard that is broken fails its test rather than all of them.
 */
record HostileModel(String name, OnnxGraphs graph, String fault) {

    void isRefused() {
        assertThatThrownBy(() -> Guard.read(graph.bytes(), Optional.empty(), GuardLimits.defaults(), "test.onnx"))
                .isInstanceOf(ModelException.class)
                .hasMessage("test.onnx: " + fault);
    }

    @Override
    public String toString() {
        return name;
    }
}
