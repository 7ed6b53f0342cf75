package dev.onward.page.answer;

import dev.onward.details.RowExplanations;
import dev.onward.explanation.Contribution;
import dev.onward.explanation.Explanation;
import dev.onward.http.Messages;
import dev.onward.page.text.CellText;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The difference to the previous answer, with the features that contribute most of it.
 *
 * @param from the number of the previous answer
 * @param to the number of this answer
 * @param subject the title of the class or value
 * @param features the largest contributions, at least one
 */
record DifferenceView(String from, String to, String subject, Features features) {

    /** More would not be a summary. */
    private static final int MAX_FEATURES = 3;

    /** The share of all contributions that the listed ones have together, unless there are too many. */
    private static final double MOST = 0.8;

    /** @param areAll whether no other feature contributes */
    record Features(List<Changed> list, boolean areAll) {}

    /** A feature with its previous and its present value. */
    record Changed(String title, String from, String to) {}

    /**
     * Summarises the difference between two rows.
     *
     * @param explanations of the present row in comparison with the previous one
     * @param before the number of the previous answer
     * @param after the number of this answer
     * @return empty if there is no explanation, or no feature contributes
     */
    static Optional<DifferenceView> of(
            RowExplanations explanations,
            Table previous,
            ExplainedNumber number,
            double before,
            double after,
            Messages messages) {
        return explanations
                .outcome(0)
                .result()
                .flatMap(explanation -> features(explanation, explanations.table(), previous, messages))
                .map(features -> new DifferenceView(number.text(before), number.text(after), number.title(), features));
    }

    private static Optional<Features> features(
            Explanation explanation, Table table, Table previous, Messages messages) {
        List<Contribution> sorted = explanation.contributions().stream()
                .filter(contribution -> contribution.amount() != 0)
                .sorted(Comparator.comparingDouble(contribution -> -Math.abs(contribution.amount())))
                .toList();
        double total =
                sorted.stream().mapToDouble(one -> Math.abs(one.amount())).sum();
        int listed = 0;
        for (double sum = 0; listed < sorted.size() && listed < MAX_FEATURES && sum < MOST * total; listed++) {
            sum += Math.abs(sorted.get(listed).amount());
        }
        List<Changed> changed = sorted.subList(0, listed).stream()
                .map(contribution -> changed(contribution, table, previous, messages))
                .toList();
        return changed.isEmpty() ? Optional.empty() : Optional.of(new Features(changed, listed == sorted.size()));
    }

    private static Changed changed(Contribution contribution, Table table, Table previous, Messages messages) {
        Schema schema = table.schema();
        int position = schema.position(contribution.feature());
        return new Changed(
                schema.feature(position).title(),
                CellText.of(previous, position, messages),
                CellText.of(table, position, messages));
    }
}
