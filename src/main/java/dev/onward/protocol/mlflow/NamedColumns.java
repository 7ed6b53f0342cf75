package dev.onward.protocol.mlflow;

import dev.onward.table.Feature;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The columns that a request names before their values are read, and what is wrong with them. However many are named, no
 * more is kept than there are features.
 */
final class NamedColumns {

    private final Schema schema;
    private final boolean[] named;
    private final List<Integer> positions = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private int count;
    private long total;

    NamedColumns(Schema schema) {
        this.schema = schema;
        this.named = new boolean[schema.size()];
    }

    /** The position of the column's feature, or -1 with a problem if it has none or was named before. */
    int add(String name) {
        count++;
        int position = schema.position(name);
        if (position < 0) {
            Optional<String> nearest = isListing() ? schema.nearest(name) : Optional.empty();
            add(new Problem(0, "", "unknown feature " + Text.quote(name), nearest));
        } else if (named[position]) {
            add(Problem.of("duplicate column " + Text.quote(name)));
            return -1;
        } else {
            named[position] = true;
            positions.add(position);
        }
        return position;
    }

    void add(Problem problem) {
        if (isListing()) {
            problems.add(problem);
        }
        total++;
    }

    /** How many columns were named. */
    int count() {
        return count;
    }

    /**
     * The positions of the columns' features, in the order in which they were named.
     *
     * @throws InvalidInputException with every problem, and every feature that must be given and is not
     */
    int[] positions() {
        for (Feature feature : schema.features()) {
            if (!feature.optional() && !named[schema.position(feature.name())]) {
                add(Problem.of(0, feature.name(), "expected a column of this name, found none"));
            }
        }
        if (total > 0) {
            throw new InvalidInputException(problems, total);
        }
        return positions.stream().mapToInt(Integer::intValue).toArray();
    }

    private boolean isListing() {
        return problems.size() < TableBuilder.LISTED_PROBLEMS;
    }
}
