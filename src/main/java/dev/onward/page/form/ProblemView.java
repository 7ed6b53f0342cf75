package dev.onward.page.form;

import dev.onward.http.Messages;
import dev.onward.page.text.Wording;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An entry in the list of problems above the form.
 *
 * @param field the field with the problem
 */
record ProblemView(Optional<FieldLink> field, Wording message) {

    /** A longer list would hide the form below it. */
    static final int MAX_LISTED = 10;

    /** A link to a field of the form. */
    record FieldLink(String title, String anchor) {}

    /** The first problems, and an entry with the number of the others. */
    static List<ProblemView> of(Schema schema, InvalidInputException e, Messages messages) {
        List<ProblemView> listed = new ArrayList<>();
        e.problems().stream().limit(MAX_LISTED).forEach(problem -> listed.add(of(schema, problem, messages)));
        long others = e.total() - listed.size();
        if (others > 0) {
            listed.add(new ProblemView(Optional.empty(), new Wording(messages.count("more", others), false)));
        }
        return listed;
    }

    private static ProblemView of(Schema schema, Problem problem, Messages messages) {
        int position = problem.feature().map(schema::position).orElse(-1);
        return new ProblemView(
                position < 0
                        ? Optional.empty()
                        : Optional.of(new FieldLink(schema.feature(position).title(), "#field-" + position)),
                wording(problem, messages));
    }

    /** A problem without its place. */
    static Wording wording(Problem problem, Messages messages) {
        Wording message = Wording.of(problem.english(), messages);
        return problem.suggestion()
                .map(name -> message.with("; " + messages.text("problem.suggestion", Text.quote(name))))
                .orElse(message);
    }
}
