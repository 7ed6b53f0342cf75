package dev.onward.page.form;

import dev.onward.model.Prediction;
import dev.onward.openapi.ExampleRow;
import dev.onward.page.answer.Reasons;
import dev.onward.table.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A form and what has come of it.
 *
 * @param previous the row of this answer, or of the last one
 * @param pasted the text of a row that was pasted and cannot be read; empty for none
 */
record FormContent(
        FormView form, Optional<Answered> answered, PreviousRow previous, String pasted, FileProblems fileProblems) {

    /** A row with its prediction and the reasons for it. */
    record Answered(Table row, Prediction prediction, Reasons reasons) {

        /** The values of the row, without those that are missing. */
        ExampleRow entered() {
            Map<String, Object> cells = new LinkedHashMap<>();
            for (int i = 0; i < row.schema().size(); i++) {
                String name = row.schema().feature(i).name();
                row.column(i).value(0).ifPresent(value -> cells.put(name, value));
            }
            return new ExampleRow("", cells);
        }
    }

    static FormContent of(FormView form) {
        return new FormContent(form, Optional.empty(), PreviousRow.NONE, "", FileProblems.NONE);
    }

    FormContent with(Answered answer) {
        return new FormContent(form, Optional.of(answer), PreviousRow.of(answer.entered()), pasted, fileProblems);
    }

    FormContent withPrevious(PreviousRow row) {
        return new FormContent(form, answered, row, pasted, fileProblems);
    }

    FormContent withPasted(String text) {
        return new FormContent(form, answered, previous, text, fileProblems);
    }

    FormContent withFileProblems(FileProblems problems) {
        return new FormContent(form, answered, previous, pasted, problems);
    }
}
