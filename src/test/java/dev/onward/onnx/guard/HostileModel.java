package dev.onward.onnx.guard;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onward.onnx.OnnxGraphs;
import dev.onward.runtime.ModelException;
import java.util.Optional;

/**
 * A model that crashes the runtime or never finishes in it, and the message with which it is refused. Tests only the
 * checks, so that a broken check fails its own test instead of ending the process.
 */
record HostileModel(String name, OnnxGraphs graph, String message) {

    void isRefused() {
        assertThatThrownBy(() -> Guard.read(graph.bytes(), Optional.empty(), GuardLimits.defaults(), "test.onnx"))
                .isInstanceOf(ModelException.class)
                .hasMessage("test.onnx: " + message + remedy());
    }

    /** Messages about an operator end with a remedy of their own or with that of all. */
    private String remedy() {
        return message.startsWith("operator ") && !message.contains(";") ? GraphCheck.REMEDY : "";
    }

    @Override
    public String toString() {
        return name;
    }
}
