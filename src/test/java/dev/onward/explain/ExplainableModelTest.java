package dev.onward.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onward.model.Model;
import dev.onward.model.ModelId;
import dev.onward.onnx.guard.GuardLimits;
import dev.onward.runtime.ModelException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExplainableModelTest {

    private static final Path FILE = Path.of("src/test/resources/explanations/logistic.onnx");

    @Test
    void opensAModelAndKeepsNoGraph() {
        ExplainableModel explainable =
                ExplainableModel.open(FILE, "logistic.onnx", GuardLimits.defaults(), id -> new ModelId("notes", "2"));

        try (Model model = explainable.model()) {
            assertThat(explainable.inexactReason()).isEmpty();
            assertThat(model.name()).isEqualTo("notes");
            assertThat(model.takeGraph()).isEmpty();
        }
    }

    @Test
    void saysWhyAReleasedGraphIsNotExplainedExactly() {
        try (Model model = Model.open(FILE)) {
            model.releaseGraph();

            assertThat(ExplainableModel.of(model).inexactReason()).hasValue("the graph is no longer available");
        }
    }

    @Test
    void failsLikeTheModel() {
        Path none = FILE.resolveSibling("none.onnx");

        assertThatThrownBy(() -> ExplainableModel.open(none, "none.onnx", GuardLimits.defaults(), id -> id))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("none.onnx: expected a model file");
    }
}
