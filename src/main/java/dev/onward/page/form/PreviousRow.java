package dev.onward.page.form;

import dev.onward.json.JsonRows;
import dev.onward.model.Model;
import dev.onward.openapi.ExampleRow;
import dev.onward.table.InvalidInputException;
import dev.onward.table.SyntaxException;
import dev.onward.table.Table;
import dev.onward.table.TooLargeException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The row of the previous answer, which the form sends back so that the difference to it can be explained.
 *
 * @param json an object; empty for none
 */
record PreviousRow(String json) {

    static final PreviousRow NONE = new PreviousRow("");

    /** The name of the field, as in the API. A model with a feature of this name cannot be explained in this way. */
    private static final String NAME = "compare";

    /** A longer row is not sent back and forth, in characters. */
    private static final int MAX_LENGTH = 8_000;

    /** Returns whether the form can have the field. */
    static boolean isPossible(Model model) {
        return model.schema().position(NAME) < 0;
    }

    /** Takes the field from those of a form or a query string. */
    static PreviousRow takeFrom(Map<String, List<String>> fields, Model model) {
        List<String> values = isPossible(model) ? fields.remove(NAME) : null;
        return values == null ? NONE : new PreviousRow(values.get(0));
    }

    static PreviousRow of(ExampleRow row) {
        String json = row.json();
        return json.length() > MAX_LENGTH ? NONE : new PreviousRow(json);
    }

    /** The row; empty if there was none, or if it does not fit the model, which may have been replaced meanwhile. */
    Optional<Table> table(Model model) {
        if (json.isBlank() || json.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            JsonRows rows =
                    JsonRows.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), model.schema(), 1);
            return rows.single() ? Optional.of(rows.table()) : Optional.empty();
        } catch (InvalidInputException | SyntaxException | TooLargeException e) {
            return Optional.empty();
        }
    }
}
