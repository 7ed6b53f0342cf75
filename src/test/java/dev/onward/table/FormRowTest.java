package dev.onward.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormRowTest {

    private static final Schema SCHEMA =
            new Schema(List.of(Feature.of("variance", DataType.NUMBER), Feature.of("note", DataType.STRING)));

    @Test
    void readsFieldsInAnyOrderAsOneRow() {
        Table table = FormRow.read(Map.of("note", List.of(" a "), "variance", List.of(" -3.5 ")), SCHEMA);

        assertThat(table.rows()).isEqualTo(1);
        assertThat(table.column(0).number(0)).isEqualTo(-3.5);
        assertThat(table.column(1).string(0)).isEqualTo("a");
    }

    @Test
    void reportsEveryProblemAtOnceWithoutARow() {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        fields.put("varience", List.of("1"));
        fields.put("variance", List.of("3,5", "2"));
        fields.put("note", List.of(""));

        assertThat(problems(fields))
                .containsExactly(
                        "unknown feature \"varience\", did you mean \"variance\"?",
                        "variance: expected a number, got \"3,5\"",
                        "variance: given twice",
                        "note: expected text, got nothing");
    }

    @Test
    void namesEveryFieldOfAnEmptyForm() {
        assertThat(problems(Map.of()))
                .containsExactly("variance: expected a number, got nothing", "note: expected text, got nothing");
    }

    @Test
    void recognisesJsonThatWasSentAsAForm() {
        String expected = "expected form fields, got JSON; send it with the header Content-Type: application/json";

        assertThat(problems(Map.of("{\"variance\": 1}", List.of("")))).containsExactly(expected);
        assertThat(problems(Map.of("[{\"variance\": 1}]", List.of(""), "x", List.of(""))))
                .containsExactly(expected);
    }

    private static List<String> problems(Map<String, List<String>> fields) {
        return catchThrowableOfType(InvalidInputException.class, () -> FormRow.read(fields, SCHEMA)).problems().stream()
                .map(problem -> problem.text("row"))
                .toList();
    }
}
