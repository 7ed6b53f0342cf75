package dev.onward.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onward.model.Model;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExplainableModelTest {

    private static final Path FILE = Path.of("src/test/resources/explanations/logistic.onnx");

    @Test
    void takesTheGraphFromTheModel() {
        try (Model model = Model.open(FILE)) {
            ExplainableModel explainable = ExplainableModel.of(model);

            assertThat(explainable.notAdditiveReason()).isEmpty();
            assertThat(model.takeGraph()).isEmpty();
        }
    }

    @Test
    void computesItsBindingOnce() {
        try (Model model = Model.open(FILE)) {
            ExplainableModel explainable = ExplainableModel.of(model);

            assertThat(explainable.binding()).isPresent().isSameAs(explainable.binding());
        }
    }

    @Test
    void refusesWeightsOfMoreRowsThanAreCounted() {
        try (Model model = Model.open(FILE)) {
            double[] row = new double[model.schema().size()];

            assertThatThrownBy(() -> Background.of(RandomRows.table(model, row, row), new int[] {Integer.MAX_VALUE, 1}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("expected at most 2147483647 rows in total, got weights for 2147483648");
        }
    }

    @Test
    void saysWhyAModelWithoutItsGraphIsNotExplainedExactly() {
        try (Model model = Model.open(FILE)) {
            model.takeGraph();

            assertThat(ExplainableModel.of(model).notAdditiveReason()).hasValue("the graph is no longer available");
        }
    }
}
