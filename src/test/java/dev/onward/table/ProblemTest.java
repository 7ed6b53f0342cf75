package dev.onward.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProblemTest {

    @Test
    void textBeginsWithThePlace() {
        Problem inRow = Problem.ofCell(3, "skewness", "expected a number, got \"abc\"");
        Problem ofRow = Problem.ofRow(3, "expected an object, got null");
        Problem ofFeature = Problem.ofFeature("skewness", "expected a number, got nothing");
        Problem ofAll = Problem.of("expected an object, got null");

        assertThat(inRow.text("row")).isEqualTo("row 3, skewness: expected a number, got \"abc\"");
        assertThat(inRow.text("line")).isEqualTo("line 3, skewness: expected a number, got \"abc\"");
        assertThat(ofRow.text("row")).isEqualTo("row 3: expected an object, got null");
        assertThat(ofFeature.text("row")).isEqualTo("skewness: expected a number, got nothing");
        assertThat(ofAll.text("row")).isEqualTo("expected an object, got null");
    }

    @Test
    void textEndsWithTheSuggestion() {
        Problem problem = Problem.of("unknown feature \"skewnes\"").withSuggestion(() -> Optional.of("skewness"));

        assertThat(problem.text("row")).isEqualTo("unknown feature \"skewnes\", did you mean \"skewness\"?");
    }

    /** The search among many names takes long, and threads that must not block report no problems. */
    @Test
    void searchesForNoSuggestionBeforeItIsReported() {
        AtomicInteger searches = new AtomicInteger();
        Problem problem = Problem.of("unknown feature \"skewnes\"").withSuggestion(() -> {
            searches.incrementAndGet();
            return Optional.empty();
        });

        InvalidInputException exception = new InvalidInputException(List.of(Problem.of("other"), problem), 2);

        assertThat(searches).hasValue(0);
        assertThat(exception.problems().get(1).suggestion()).isEmpty();
        assertThat(searches).hasValue(1);
    }

    @Test
    void isTheWholeMessageOfASingleProblem() {
        InvalidInputException exception =
                new InvalidInputException(List.of(Problem.ofCell(2, "variance", "given twice")), 1);

        assertThat(exception).hasMessage("row 2, variance: given twice");
        assertThat(exception.unit()).isEqualTo("row");
        assertThat(exception.total()).isEqualTo(1);
        assertThat(exception.problems()).containsExactly(Problem.ofCell(2, "variance", "given twice"));
    }

    @Test
    void beginsTheMessageOfSeveralProblemsInTheUnitOfTheInput() {
        List<Problem> listed = List.of(Problem.ofCell(2, "variance", "given twice"), Problem.ofRow(3, "other"));

        InvalidInputException exception = new InvalidInputException(listed, 250, "line");

        assertThat(exception).hasMessage("line 2, variance: given twice (and 249 more)");
        assertThat(exception.problems()).isEqualTo(listed);
        assertThat(exception.total()).isEqualTo(250);
    }
}
