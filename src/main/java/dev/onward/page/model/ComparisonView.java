package dev.onward.page.model;

import dev.onward.details.PredictionDetails;
import dev.onward.http.Messages;
import dev.onward.model.Model;
import dev.onward.openapi.ExampleRow;
import dev.onward.page.answer.PredictionView;
import dev.onward.serving.ModelLeases;
import dev.onward.table.InvalidInputException;
import java.util.List;

/**
 * The predictions of all versions of a model for the same row.
 *
 * @param title of the row
 * @param row as JSON
 * @param answers of the versions, the default one first
 */
record ComparisonView(String title, String row, List<Answer> answers) {

    /** More versions would make a page slow. */
    private static final int MAX_VERSIONS = 20;

    /** @param text the prediction, or why the version cannot predict the row */
    record Answer(VersionView version, String text) {}

    /** Compares the versions on the first example row of a model. */
    static ComparisonView of(Model model, List<VersionView> versions, ModelLeases leases, Messages messages) {
        ExampleRow row = ExampleRow.of(model).get(0);
        return new ComparisonView(
                row.title(),
                row.json(),
                versions.stream()
                        .limit(MAX_VERSIONS)
                        .map(version -> new Answer(version, answer(row, version, leases, messages)))
                        .toList());
    }

    /** A version may be removed meanwhile, take other features, or fail. */
    private static String answer(ExampleRow row, VersionView version, ModelLeases leases, Messages messages) {
        try {
            return leases.apply(version.id().name(), version.id().version(), model -> inWords(row, model, messages));
        } catch (InvalidInputException e) {
            return messages.text("comparison.refused", String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return messages.text("comparison.none");
        }
    }

    private static String inWords(ExampleRow row, Model model, Messages messages) {
        PredictionView view =
                PredictionView.of(model.predict(row.table(model)), PredictionDetails.NONE, model.schema(), messages);
        return view.headline().inWords()
                + view.headline().certainty().map(text -> " " + text).orElse("");
    }
}
