package dev.onward.page;

import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An entry in the list of problems above the form.
 *
 * @param field the field with the problem
 */
record ProblemView(Optional<FieldLink> field, String message) {

    /** A longer list would hide the form below it. */
    static final int MAX_LISTED = 10;

    /** A link to a field of the form. */
    record FieldLink(String title, String anchor) {}

    /** The first problems, and an entry with the number of the others. */
    static List<ProblemView> of(Schema schema, InvalidInputException e) {
        List<ProblemView> listed = new ArrayList<>();
        e.problems().stream().limit(MAX_LISTED).forEach(problem -> listed.add(of(schema, problem)));
        long others = e.total() - listed.size();
        if (others > 0) {
            listed.add(new ProblemView(Optional.empty(), "and " + NumberFormats.count(others, "more", "more")));
        }
        return listed;
    }

    private static ProblemView of(Schema schema, Problem problem) {
        int position = problem.feature().map(schema::position).orElse(-1);
        return new ProblemView(
                position < 0
                        ? Optional.empty()
                        : Optional.of(new FieldLink(schema.feature(position).title(), "#field-" + position)),
                problem.sentence());
    }
}
