package dev.onward.page.answer;

import dev.onward.details.RowExplanations;
import dev.onward.explanation.Contribution;
import dev.onward.explanation.Explanation;
import dev.onward.http.Messages;
import dev.onward.page.text.CellText;
import dev.onward.page.text.NumberFormats;
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
     * @param effect of the value on the number: "raises" or "lowers"
     * @param kind of the number that is explained: "probability", "score" or "value"
     * @param subject the title of the class or value
     */
    record Sentence(String feature, String value, String effect, String kind, String subject) {}

    /**
     * A line of the waterfall.
     *
     * @param value of the feature; empty in a line that is not about one feature
     * @param amount with its sign, or a total
     */
    record Step(String title, Optional<String> value, WaterfallBar bar, String amount) {}

    /** The explanation of the first row; empty if it was not explained. */
    static Optional<ContributionsView> of(RowExplanations explanations, Schema schema, Messages messages) {
        return explanations.outcome(0).result().map(explanation -> new Builder(
                        explanations, explanation, schema, messages)
                .build());
    }

    private static final class Builder {

        private final RowExplanations explanations;
        private final Explanation explanation;
        private final Schema schema;
        private final Messages messages;
        private final String title;
        private final List<Contribution> sorted;

        Builder(RowExplanations explanations, Explanation explanation, Schema schema, Messages messages) {
            this.messages = messages;
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
            Optional<Sentence> sentence = sorted.stream()
                    .findFirst()
                    .map(first -> new Sentence(
                            title(first), value(first), first.amount() > 0 ? "raises" : "lowers", kind(), title));
            return new ContributionsView(sentence, steps(), method());
        }

        private String kind() {
            return explanation.isValue() ? "value" : explanation.isProbability() ? "probability" : "score";
        }

        private String title(Contribution contribution) {
            return schema.feature(schema.position(contribution.feature())).title();
        }

        private String value(Contribution contribution) {
            return CellText.of(explanations.table(), schema.position(contribution.feature()), messages);
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
            steps.add(new Step(
                    messages.text("waterfall.average"),
                    Optional.empty(),
                    scale.first(explanation.base()),
                    total(explanation.base())));
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
                        messages.count("waterfall.others", others.size()),
                        Optional.empty(),
                        scale.between(ends.get(shown), explanation.value()),
                        amount(rest, OptionalDouble.empty())));
            }
            steps.add(new Step(
                    messages.text("waterfall.row"),
                    Optional.empty(),
                    scale.last(explanation.value()),
                    total(explanation.value())));
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
            sentences.add(messages.count("method.contribution", explanation.backgroundRows()));
            sentences.add(space());
            sentences.add(messages.text("method.method", messages.text("method.by." + explanation.method())));
            if (explanation.samples() > 0) {
                sentences.add(messages.text("method.estimates"));
            }
            sentences.add(messages.text("method.limits"));
            return sentences;
        }

        private String space() {
            if (explanation.isValue()) {
                return messages.text("method.unit", title);
            }
            if (explanation.isProbability()) {
                return messages.text("method.points", title);
            }
            // Log-odds are familiar to few.
            boolean isLogOdds = explanation.space().toLowerCase(Locale.ROOT).startsWith("log-odds");
            String space = messages.text("space." + explanation.space().replace(' ', '-'));
            return messages.text(isLogOdds ? "method.log-odds" : "method.space", space, title);
        }
    }
}
