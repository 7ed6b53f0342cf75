package dev.onward.page.answer;

import dev.onward.details.CurveOptions;
import dev.onward.details.DetailOptions;
import dev.onward.details.ExplanationOptions;
import dev.onward.details.ExplanationOptions.Comparison;
import dev.onward.details.PredictionDetails;
import dev.onward.details.RowCurves;
import dev.onward.details.RowExplanations;
import dev.onward.http.Messages;
import dev.onward.model.Prediction;
import dev.onward.page.text.Wording;
import dev.onward.serving.OptionalDetails;
import dev.onward.table.Sentence;
import dev.onward.table.Table;
import java.util.Optional;

/**
 * What explains the prediction for the row of a form, as far as the model and the server allow: the page is sent
 * without those parts that they do not.
 */
public final class Reasons {

    /** The points of a curve that is a few hundred pixels wide. */
    private static final int POINTS = 33;

    private final Optional<ContributionsView> contributions;
    private final Optional<FlipView> flip;
    private final Optional<DifferenceView> difference;
    private final Optional<RowCurves> curves;
    private final Optional<Note> note;

    private Reasons(Computation computation) {
        contributions = computation
                .explanation()
                .flatMap(found -> ContributionsView.of(found, computation.row.schema(), computation.messages));
        flip = computation.flip();
        difference = computation.difference();
        curves = computation.curves();
        note = computation.note();
    }

    /**
     * The reason why contributions or other parts are absent.
     *
     * @param reason in a further sentence
     * @param needsData whether a command that adds reference data would help
     */
    record Note(String text, Optional<Wording> reason, boolean needsData) {}

    /**
     * Computes the reasons.
     *
     * @param row the only row of the prediction
     * @param previous the row of the previous answer, whose difference to this one is explained
     */
    public static Reasons of(
            OptionalDetails details, Table row, Prediction prediction, Optional<Table> previous, Messages messages) {
        return new Reasons(new Computation(details, row, prediction, previous, messages));
    }

    public Optional<ContributionsView> contributions() {
        return contributions;
    }

    public Optional<FlipView> flip() {
        return flip;
    }

    public Optional<DifferenceView> difference() {
        return difference;
    }

    public Optional<Note> note() {
        return note;
    }

    /** The response curves of the row. */
    public Optional<RowCurves> curves() {
        return curves;
    }

    private static final class Computation {

        private final OptionalDetails details;
        private final Table row;
        private final Prediction prediction;
        private final Optional<Table> previous;
        private final Messages messages;
        private final Optional<ExplainedNumber> number;
        private Optional<String> reason = Optional.empty();

        Computation(
                OptionalDetails details,
                Table row,
                Prediction prediction,
                Optional<Table> previous,
                Messages messages) {
            this.messages = messages;
            this.details = details;
            this.row = row;
            this.prediction = prediction;
            this.previous = previous;
            // A number that is not finite has its own warning, and no reasons.
            this.number = ExplainedNumber.of(prediction)
                    .filter(found -> prediction.reason(0).isEmpty());
        }

        private Optional<PredictionDetails> compute(DetailOptions options) {
            return number.flatMap(found -> details.of(options, row, prediction));
        }

        private Optional<RowExplanations> explain(Comparison comparison) {
            return compute(DetailOptions.DEFAULT.withExplanation(
                            new ExplanationOptions(Optional.empty(), Optional.empty(), comparison)))
                    .flatMap(PredictionDetails::explanations);
        }

        Optional<RowExplanations> explanation() {
            if (details.noBackgroundReason().isPresent()) {
                return Optional.empty();
            }
            Optional<RowExplanations> found = explain(Comparison.UNAVAILABLE);
            reason = found.flatMap(explanations -> explanations.outcome(0).reason());
            return found;
        }

        Optional<FlipView> flip() {
            return compute(DetailOptions.DEFAULT.withFlip())
                    .flatMap(PredictionDetails::flips)
                    .map(flips -> FlipView.of(flips, row.schema(), messages));
        }

        Optional<RowCurves> curves() {
            return compute(DetailOptions.DEFAULT.withCurves(new CurveOptions(Optional.empty(), POINTS)))
                    .flatMap(PredictionDetails::curves);
        }

        Optional<DifferenceView> difference() {
            return previous.flatMap(before -> details.predict(before)
                    .flatMap(answer -> number.flatMap(found -> found.in(answer)))
                    .flatMap(from -> explain(new Comparison(previous, true))
                            .flatMap(explanations -> number.flatMap(found -> found.in(prediction)
                                    .flatMap(to ->
                                            DifferenceView.of(explanations, before, found, from, to, messages))))));
        }

        Optional<Note> note() {
            if (number.isEmpty()) {
                return Optional.empty();
            }
            if (details.hasEnded()) {
                return Optional.of(new Note(messages.text("note.late"), Optional.empty(), false));
            }
            return details.noBackgroundReason()
                    .map(text -> note("note.none", text, true))
                    .or(() -> reason.map(text -> note("note.unexplained", text, false)));
        }

        private Note note(String key, String text, boolean needsData) {
            return new Note(messages.text(key), Optional.of(Wording.of(Sentence.of(text), messages)), needsData);
        }
    }
}
