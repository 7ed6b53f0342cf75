package dev.onward.page.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PastedRowTest {

    private static final Schema SCHEMA = new Schema(List.of(
            Feature.of("width", DataType.NUMBER),
            Feature.of("the city", DataType.STRING),
            Feature.of("n", DataType.INTEGER)));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.5\tBern, Bümpliz\t2",
                "1,5\tBern, Bümpliz\t2\r\n",
                "1,5;Bern, Bümpliz;2",
                "1.5,\"Bern, Bümpliz\",2",
                "n\tWIDTH\tother\tthe city\n2\t1,5\tx\tBern, Bümpliz\n",
                "\"the city\",width,n\n\"Bern, Bümpliz\",1.5,2",
                "{\"n\": 2, \"width\": 1.5, \"the city\": \"Bern, Bümpliz\"}",
                "[{\"n\": 2, \"width\": 1.5, \"the city\": \"Bern, Bümpliz\"}]"
            })
    void readsARowOfAnyProgram(String text) {
        assertThat(PastedRow.read(text, SCHEMA))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("width", List.of("1.5"), "the city", List.of("Bern, Bümpliz"), "n", List.of("2")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|expected a row, got nothing",
                "[]|expected a row, got an empty array",
                "1;2|expected 3 cells, got 2",
                "width;n|expected a row below the header line, got none"
            })
    void saysWhatIsNoRow(String text, String message) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> PastedRow.read(text, SCHEMA))
                .withMessage(message);
    }

    @Test
    void takesOneRowOnly() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> PastedRow.read("1;a;2\n1;a;3", SCHEMA))
                .withMessage("expected one row, got more; score a file instead");
    }

    @Test
    void namesAllProblemsOfJson() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> PastedRow.read("{\"widht\": 1, \"the city\": 2, \"n\": 1.5}", SCHEMA))
                .satisfies(e -> assertThat(e.total()).isEqualTo(4));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> PastedRow.read("{\"width\": ", SCHEMA))
                .withMessageStartingWith("line 1, column ");
    }
}
