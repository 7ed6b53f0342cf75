package dev.onward.page;

import dev.onward.model.Prediction;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The form with the values that a user entered, and either the prediction for them or the problems with them. */
record FormView(List<FieldView> fields, List<ProblemView> problems, Optional<PredictionView> prediction) {

    /** The form before it is submitted, filled in with the given values. */
    static FormView of(Schema schema, Map<String, List<String>> values) {
        return new FormView(FieldView.of(schema, values, List.of()), List.of(), Optional.empty());
    }

    static FormView of(Schema schema, Map<String, List<String>> values, Prediction prediction) {
        return new FormView(
                FieldView.of(schema, values, List.of()), List.of(), Optional.of(PredictionView.of(prediction)));
    }

    static FormView of(Schema schema, Map<String, List<String>> values, InvalidInputException e) {
        return new FormView(FieldView.of(schema, values, e.problems()), ProblemView.of(schema, e), Optional.empty());
    }
}
