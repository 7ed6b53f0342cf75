package dev.onward.train;

import dev.onward.model.card.Task;
import dev.onward.table.Problem;
import java.util.ArrayList;
import java.util.List;

/** The names that no feature can have, since answers have them. */
final class ReservedNames {

    private ReservedNames() {}

    /** What is wrong with the names of features, which stand in the first line of their file. */
    static List<Problem> problems(List<String> features, Task task) {
        boolean isClass = task == Task.CLASSIFICATION;
        List<String> outputs = isClass ? List.of(ClassKind.LABEL, ClassKind.PROBABILITIES) : List.of(OneValue.VALUE);
        List<Problem> problems = new ArrayList<>();
        for (String name : features) {
            if (outputs.contains(name)) {
                problems.add(Problem.of(1, name, "a feature cannot have the name of an output of the model"));
            } else if (name.equals("error") || (isClass && name.startsWith("probability_"))) {
                problems.add(Problem.of(1, name, "a feature cannot have the name of a column that answers in CSV add"));
            }
        }
        return problems;
    }
}
