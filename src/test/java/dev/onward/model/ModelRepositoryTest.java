package dev.onward.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ModelRepositoryTest {

    private static final Path SHIPPED = Path.of("model.onnx");

    @Test
    void holdsTheModelUntilItIsClosed() {
        ModelRepository repository = ModelRepository.open(() -> Model.open(SHIPPED));
        Model model = repository.required();
        Table table = oneRow(model);

        int answered = model.predict(table).rows();
        repository.close();

        assertThat(answered).isEqualTo(1);
        assertThat(repository.defaultModel()).containsSame(model);
        assertThat(repository.failure()).isEmpty();
        assertThatThrownBy(() -> model.predict(table))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the model is closed");
    }

    @Test
    void saysWhyThereIsNoModel() {
        ModelRepository repository = ModelRepository.open(() -> Model.open(Path.of("no-such.onnx")));

        assertThat(repository.defaultModel()).isEmpty();
        assertThat(repository.failure()).isEqualTo("no-such.onnx: expected a model file, found nothing there");
        assertThatThrownBy(repository::required)
                .isInstanceOf(NotReadyException.class)
                .hasMessage("no model is ready to answer");
        repository.close();
    }

    private static Table oneRow(Model model) {
        TableBuilder builder = new TableBuilder(model.schema());
        builder.startRow(0);
        for (int i = 0; i < model.schema().size(); i++) {
            builder.text(i, "1");
        }
        builder.endRow();
        return builder.build();
    }
}
