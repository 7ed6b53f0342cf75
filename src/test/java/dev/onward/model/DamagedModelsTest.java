package dev.onward.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A few of those that {@link DamagedModelsIT} opens by the thousands. */
class DamagedModelsTest {

    @Test
    void opensOrRefusesWhateverIsInAFile() throws IOException {
        DamagedModels models = new DamagedModels(Path.of("src/test/resources/interop"));
        TreeSet<String> outcomes = new TreeSet<>();

        for (long number = 0; number < 300; number++) {
            outcomes.add(models.open(number));
        }

        assertThat(outcomes).containsExactly("no table", "opened", "refused");
    }
}
