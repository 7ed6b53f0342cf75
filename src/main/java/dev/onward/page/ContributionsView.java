package dev.onward.page;

import dev.onward.details.RowExplanations;
import dev.onward.explain.Contribution;
import dev.onward.explain.Explanation;
import dev.onward.table.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The contributions to a prediction: a sentence, a waterfall and the method.
 *
 * @param sentence about the largest contribution; empty if all are 0
 * @param method sentences about the computation
 */
record ContributionsView(Optional<Sentence> sentence, List<Step> steps, List<String> method) {

    private static final int MAX_STEPS = 8;

    /**
     * The largest contribution.
     *
     * @param feature its title
     * @param value of the feature
     * @param subject the number that is explained, such as "the score of genuine"
     */
    record Sentence(String feature, String value, String subject) {}

    /**
     * A line of the waterfall.
     *
     * @param value of the feature; empty in a line that is not about one feature
     * @param amount with its sign, or a total
     */
    record Step(String title, Optional<String> value, WaterfallBar bar, String amount) {}

    /** The explanation of the first row; empty if it was not explained. */
    static Optional<ContributionsView> of(RowExplanations explanations, Schema schema) {
        return explanations.outcome(0).result().map(explanation -> new Builder(explanations, explanation, schema)
                .build());
    }

    private static final class Builder {

        private final RowExplanations explanations;
        private final Explanation explanation;
        private final Schema schema;
        private final String title;
        private final List<Contribution> sorted;

        Builder(RowExplanations explanations, Explanation explanation, Schema schema) {
            this.explanations = explanations;
            this.explanation = explanation;
            this.schema = schema;
            title = explanations.titles().apply(explanation.answer());
            sorted = explanation.contributions().stream()
                    .filter(contribution -> contribution.amount() != 0)
                    .sorted(Comparator.comparingDouble(contribution -> -Math.abs(contribution.amount())))
                    .toList();
        }

        ContributionsView build() {
            Optional<Sentence> sentence =
                    sorted.stream().findFirst().map(first -> new Sentence(title(first), value(first), subject()));
            return new ContributionsView(sentence, steps(), method());
        }

        private String subject() {
            return explanation.isValue()
                    ? title
                    : "the " + (explanation.isProbability() ? "probability" : "score") + " of " + title;
        }

        private String title(Contribution contribution) {
            return schema.feature(schema.position(contribution.feature())).title();
        }

        private String value(Contribution contribution) {
            return CellText.of(explanations.table(), schema.position(contribution.feature()));
        }

        private List<Step> steps() {
            // A single other contribution takes no more space than a line for the others.
            int shown = sorted.size() <= MAX_STEPS + 1 ? sorted.size() : MAX_STEPS;
            List<Contribution> others = sorted.subList(shown, sorted.size());
            double rest = others.stream().mapToDouble(Contribution::amount).sum();
            List<Double> ends = new ArrayList<>(List.of(explanation.base()));
            sorted.subList(0, shown).forEach(one -> ends.add(ends.get(ends.size() - 1) + one.amount()));
            WaterfallBar.Scale scale = WaterfallBar.scale(ends, explanation.value());
            List<Step> steps = new ArrayList<>();
            steps.add(
                    new Step("Average", Optional.empty(), scale.first(explanation.base()), total(explanation.base())));
            for (int i = 0; i < shown; i++) {
                Contribution one = sorted.get(i);
                steps.add(new Step(
                        title(one),
                        Optional.of(value(one)),
                        scale.between(ends.get(i), ends.get(i + 1)),
                        amount(one.amount(), one.standardError())));
            }
            if (!others.isEmpty()) {
                steps.add(new Step(
                        NumberFormats.count(others.size(), "other", "others"),
                        Optional.empty(),
                        scale.between(ends.get(shown), explanation.value()),
                        amount(rest, OptionalDouble.empty())));
            }
            steps.add(new Step(
                    "This row", Optional.empty(), scale.last(explanation.value()), total(explanation.value())));
            return steps;
        }

        private String total(double number) {
            return explanation.isProbability()
                    ? NumberFormats.percent(number)
                    : NumberFormats.threeDigits(number).replace('-', '\u2212');
        }

        private String amount(double number, OptionalDouble standardError) {
            String text =
                    explanation.isProbability() ? NumberFormats.signedPercent(number) : NumberFormats.signed(number);
            return standardError.isPresent() && standardError.getAsDouble() > 0
                    ? text + " \u00b1\u00a0"
                            + NumberFormats.threeDigits(
                                    2 * standardError.getAsDouble() * (explanation.isProbability() ? 100 : 1))
                    : text;
        }

        private List<String> method() {
            List<String> sentences = new ArrayList<>();
            String compared = NumberFormats.count(
                    explanation.backgroundRows(), "row of the training data", "rows of the training data");
            sentences.add("A contribution is a difference from the average of " + compared
                    + ". All contributions add up to the difference between this row and the average.");
            sentences.add("The numbers are " + space() + ".");
            sentences.add("Method: " + explanation.method().title() + ".");
            if (explanation.samples() > 0) {
                sentences.add("They are estimates, with two standard errors after \u00b1.");
            }
            sentences.add("They describe the model and not the world: a contribution is not a cause, and no advice.");
            return sentences;
        }

        private String space() {
            String of = explanation.space() + " of " + title;
            if (explanation.isValue()) {
                return "in the unit of " + title;
            }
            if (explanation.isProbability()) {
                return "percentage points of the " + of;
            }
            // Log-odds are familiar to few.
            return explanation.space().toLowerCase(Locale.ROOT).startsWith("log-odds")
                    ? of + "; 0 is a probability of 50\u00a0%, and 1 more multiplies the odds by 2.7"
                    : of;
        }
    }
}
