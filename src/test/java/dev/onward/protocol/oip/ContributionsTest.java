package dev.onward.protocol.oip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.onward.runtime.InvalidTensorException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContributionsTest {

    @Test
    void refusesDifferentValuesOfOneFeature() {
        Map<String, Object> cells = new HashMap<>();
        Contributions.put(cells, "age", 30.0);
        Contributions.put(cells, "age", 30.0);

        InvalidTensorException refused =
                catchThrowableOfType(InvalidTensorException.class, () -> Contributions.put(cells, "age", 31.0));

        assertThat(refused)
                .hasMessage("contributions: expected the same value in each column of the feature \"age\", got \"30.0\""
                        + " and \"31.0\"");
        assertThat(cells).containsEntry("age", 30.0);
    }
}
