package dev.onward.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.model.Model;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExplainableModelTest {

    private static final Path FILE = Path.of("src/test/resources/explanations/logistic.onnx");

    @Test
    void takesTheGraphFromTheModel() {
        try (Model model = Model.open(FILE)) {
            ExplainableModel explainable = ExplainableModel.of(model);

            assertThat(explainable.inexactReason()).isEmpty();
            assertThat(model.takeGraph()).isEmpty();
        }
    }

    @Test
    void saysWhyAModelWithoutItsGraphIsNotExplainedExactly() {
        try (Model model = Model.open(FILE)) {
            model.takeGraph();

            assertThat(ExplainableModel.of(model).inexactReason()).hasValue("the graph is no longer available");
        }
    }
}
