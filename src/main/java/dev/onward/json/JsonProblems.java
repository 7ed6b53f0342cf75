package dev.onward.json;

import dev.onward.table.Problem;
import tools.jackson.core.JsonGenerator;

/** Problems as JSON. */
public final class JsonProblems {

    private JsonProblems() {}

    /**
     * Writes the problem as an object: {@code {"row": 3, "feature": …, "message": …, "suggestion": …}}, with those of the
     * first two and the last that it has.
     *
     * @param unit name of the property with the row's number: {@code row} or {@code line}
     */
    public static void write(JsonGenerator json, Problem problem, String unit) {
        json.writeStartObject();
        if (problem.row() > 0) {
            json.writeNumberProperty(unit, problem.row());
        }
        problem.feature().ifPresent(name -> json.writeStringProperty("feature", name));
        json.writeStringProperty("message", problem.message());
        problem.suggestion().ifPresent(name -> json.writeStringProperty("suggestion", name));
        json.writeEndObject();
    }
}
