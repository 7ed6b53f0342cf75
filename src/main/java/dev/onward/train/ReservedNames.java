package dev.onward.train;

import dev.onward.model.card.Task;
import dev.onward.table.Problem;
import java.util.ArrayList;
import java.util.List;

/** The names that features cannot have, since outputs and CSV columns with predictions have them. */
final class ReservedNames {

    private ReservedNames() {}

    /** The problems with the names of features, located in the header line. */
    static List<Problem> problems(List<String> features, Task task) {
        boolean isClass = task == Task.CLASSIFICATION;
        List<String> outputs = isClass ? List.of(Classifier.LABEL, Classifier.PROBABILITIES) : List.of(Regressor.VALUE);
        List<Problem> problems = new ArrayList<>();
        for (String name : features) {
            if (outputs.contains(name)) {
                problems.add(Problem.ofCell(1, name, "a feature cannot have the name of an output of the model"));
            } else if (name.equals("error") || (isClass && name.startsWith("probability_"))) {
                problems.add(Problem.ofCell(1, name, "a feature cannot have the name of a column that CSV predictions add"));
            }
        }
        return problems;
    }
}
