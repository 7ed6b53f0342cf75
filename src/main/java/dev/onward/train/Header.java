package dev.onward.train;

import dev.onward.table.Problem;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The names of the columns of a CSV file, of which one is the target and the others are features. */
final class Header {

    private static final int LISTED = 20;

    private Header() {}

    /** Everything that keeps the rows under this header from being read. */
    static List<Problem> problems(List<String> header, String target) {
        if (!header.contains(target)) {
            return List.of(missing(header, target));
        }
        if (header.size() == 1) {
            return List.of(Problem.of(1, target, "expected other columns besides the target, found none"));
        }
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i);
            if (name.isEmpty()) {
                problems.add(Problem.of(1, "", "column " + (i + 1) + " has no name"));
            } else if (!name.equals(target)) {
                feature(name).ifPresent(problems::add);
            }
        }
        return problems;
    }

    private static Problem missing(List<String> header, String target) {
        Optional<String> nearest = Text.nearest(target, header);
        String columns = nearest.isPresent() ? "" : ", the columns are " + listed(header);
        return new Problem(1, "", "there is no column " + Text.quote(target) + " (the target)" + columns, nearest);
    }

    private static Optional<Problem> feature(String name) {
        if (OnnxExport.OUTPUTS.contains(name)) {
            return Optional.of(Problem.of(1, name, "a feature cannot have the name of an output of the model"));
        }
        if (name.equals("error") || name.startsWith("probability_")) {
            return Optional.of(
                    Problem.of(1, name, "a feature cannot have the name of a column that answers in CSV add"));
        }
        return hasSurrogates(name)
                ? Optional.of(Problem.of(1, name, "the ONNX Runtime cannot take characters beyond U+FFFF in a name"))
                : Optional.empty();
    }

    private static String listed(List<String> header) {
        String names = String.join(", ", header.subList(0, Math.min(LISTED, header.size())));
        return header.size() > LISTED ? names + " and " + (header.size() - LISTED) + " more" : names;
    }

    /** Whether there are characters beyond the Basic Multilingual Plane, which the ONNX Runtime's Java side miscodes. */
    static boolean hasSurrogates(String name) {
        return name.chars().anyMatch(c -> Character.isSurrogate((char) c));
    }
}
