package dev.onward.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import dev.onward.table.TooLargeException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTableTest {

    private static final Schema SCHEMA =
            new Schema(List.of(Feature.of("variance", DataType.NUMBER), Feature.of("count", DataType.INTEGER)));

    @Test
    void readsColumnsByNameAndPassesOverTheOthers() {
        Table table = read(",count,note,variance\n0,2,\"a, b\",1.5\n1,3,,-1\n");

        assertThat(table.rows()).isEqualTo(2);
        assertThat(table.column(0).number(0)).isEqualTo(1.5);
        assertThat(table.column(1).integer(1)).isEqualTo(3);
    }

    @Test
    void readsADecimalCommaWhereSemicolonsDivide() {
        assertThat(read("variance;count\n1,5;2\n").column(0).number(0)).isEqualTo(1.5);
        assertThat(problems("variance,count\n\"1,5\",2\n"))
                .containsExactly("line 2, variance: expected a number, got \"1,5\"");
    }

    @Test
    void readsAHeaderAlone() {
        assertThat(read("variance,count\n").rows()).isZero();
    }

    @Test
    void namesEveryProblemAndReadsNothing() {
        assertThat(problems("variance,count\nx,\n1,2\n1\n\n\"1\n2\",2\n"))
                .containsExactly(
                        "line 2, variance: expected a number, got \"x\"",
                        "line 2, count: expected a whole number, got nothing",
                        "line 4: expected 2 cells, got 1",
                        "line 6, variance: expected a number, got \"1 2\"");
    }

    @Test
    void namesColumnsThatAreMissing() {
        assertThat(problems("varianc,x\n1,2\n"))
                .containsExactly(
                        "line 1, variance: expected a column with this name, found \"varianc\"",
                        "line 1, count: expected a column with this name, found none");
        assertThat(problems("")).containsExactly("line 1: expected a header line with column names");
    }

    @Test
    void boundsTheNumberOfRows() {
        assertThat(read("variance,count\n1,1\n1,1\n1,1\n1,1\n").rows()).isEqualTo(4);
        assertThatThrownBy(() -> read("variance,count\n1,1\n1,1\n\n1,1\n1,1\n1,1\n"))
                .isInstanceOf(TooLargeException.class)
                .hasMessage("expected at most 4 rows, got more");
    }

    private static List<String> problems(String csv) {
        InvalidInputException thrown = catchThrowableOfType(InvalidInputException.class, () -> read(csv));
        return thrown.problems().stream()
                .map(problem -> problem.text(thrown.unit()))
                .toList();
    }

    private static Table read(String csv) {
        return CsvTable.read(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), SCHEMA, 4);
    }
}
