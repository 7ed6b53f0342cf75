package dev.onward.details;

import dev.onward.explain.RowOutcome;
import dev.onward.explanation.Contribution;
import dev.onward.explanation.Explanation;
import dev.onward.table.Table;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The explanations of the rows of a table.
 *
 * @param outcomes one for each row
 * @param titles of the classes and values, by their names
 * @param baseErrors the standard error of the base if only a sample of the reference data was counted, by answer
 */
public record RowExplanations(
        Table table,
        List<RowOutcome<Explanation>> outcomes,
        UnaryOperator<String> titles,
        Function<String, OptionalDouble> baseErrors) {

    public RowExplanations {
        outcomes = List.copyOf(outcomes);
    }

    public RowOutcome<Explanation> outcome(int row) {
        return outcomes.get(row);
    }

    /**
     * The largest contributions to an explained prediction in words, such as {@code "variance = 3.62 raises the
     * log-odds of genuine by 4.2; …"}.
     *
     * @param count the maximum number of contributions; those of 0 are left out
     */
    public String reasons(int row, int count) {
        return outcome(row)
                .result()
                .map(explanation -> reasons(explanation, row, count))
                .orElse("");
    }

    private String reasons(Explanation explanation, int row, int count) {
        String subject = "the " + explanation.space() + " of " + titles.apply(explanation.answer());
        return explanation.contributions().stream()
                .filter(contribution -> contribution.amount() != 0)
                .sorted(Comparator.comparingDouble(contribution -> -Math.abs(contribution.amount())))
                .limit(count)
                .map(contribution -> reason(contribution, row, subject))
                .collect(Collectors.joining("; "));
    }

    private String reason(Contribution contribution, int row, String subject) {
        int position = table.schema().position(contribution.feature());
        String value = table.column(position)
                .value(row)
                .map(cell -> cell instanceof Double number ? NumberText.exact(number) : cell.toString())
                .map(text -> " = " + text)
                .orElse(" (missing)");
        return contribution.feature() + value + (contribution.amount() > 0 ? " raises " : " lowers ") + subject + " by "
                + NumberText.rounded(Math.abs(contribution.amount()));
    }
}
