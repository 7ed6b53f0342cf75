package dev.onward.protocol.mlflow;

import dev.onward.table.Feature;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * The column names of a request, matched to the features before the values are read, and their problems. The number of
 * features limits the memory used, regardless of the number of columns.
 */
final class NamedColumns {

    private final Schema schema;
    private final boolean[] named;
    private final List<Integer> positions = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private String firstUnknown = "";
    private int unknownCount;
    private int count;
    private long total;

    NamedColumns(Schema schema) {
        this.schema = schema;
        this.named = new boolean[schema.size()];
    }

    /**
     * Adds a column.
     *
     * @return the position of its feature in the schema; -1, after adding a problem, if it has none or was named before
     */
    int add(String name) {
        count++;
        int position = schema.position(name);
        if (position < 0) {
            firstUnknown = unknownCount == 0 ? name : firstUnknown;
            unknownCount++;
            add(Problem.of("unknown feature " + Text.quote(name)).withSuggestion(() -> schema.nearest(name)));
        } else if (named[position]) {
            add(Problem.of("column " + Text.quote(name) + " appears twice"));
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

    /** The number of columns added, including unknown and repeated ones. */
    int count() {
        return count;
    }

    /**
     * The positions in the schema of the columns' features, in the order of the columns.
     *
     * @throws InvalidInputException with every problem, including required features without a column; with a single
     *     problem if there are columns, but none is that of a feature
     */
    int[] positions() {
        if (unknownCount > 0 && positions.isEmpty()) {
            throw new InvalidInputException(List.of(schema.noneKnown(firstUnknown, unknownCount, () -> "")), 1);
        }
        for (Feature feature : schema.features()) {
            if (!feature.optional() && !named[schema.position(feature.name())]) {
                add(Problem.ofFeature(feature.name(), "expected a column with this name, found none"));
            }
        }
        if (total > 0) {
            throw new InvalidInputException(problems, total);
        }
        return positions.stream().mapToInt(Integer::intValue).toArray();
    }

    private boolean isListing() {
        return problems.size() < TableBuilder.MAX_LISTED_PROBLEMS;
    }
}
